package dev.hermes;

import dev.hermes.access.JwtSecret;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds settings with which Hermes can never serve, before it starts. What may come later, it waits for. */
final class Preflight {

    private Preflight() {}

    /**
     * @throws WrongSettings if values are wrong, or the secret is missing or weak; the message names them all
     * @throws BindException if something listens on one of the ports; the message says which key sets it
     * @throws software.amazon.awssdk.core.exception.SdkClientException if there is no AWS region, or no credentials
     */
    static void check(Settings settings) throws IOException {
        List<String> problems = Stream.concat(
                        new SettingsCheck(settings).problems().stream(), secret(settings).stream())
                .toList();
        if (!problems.isEmpty()) {
            throw new WrongSettings(problems);
        }
        ports(settings);
        AwsClients.requireRegionAndCredentials();
    }

    private static Optional<String> secret(Settings settings) {
        try {
            JwtSecret.key(settings.get("hermes.access.jwt-secret"));
            return Optional.empty();
        } catch (IllegalStateException e) {
            return Optional.of(e.getMessage());
        } catch (IllegalArgumentException placeholders) {
            // Named among the others.
            return Optional.empty();
        }
    }

    /**
     * Camel only logs it when the port of health and metrics is taken.
     *
     * @throws BindException as {@link #check}
     */
    static void ports(Settings settings) throws IOException {
        for (String server : List.of("hermes.gateway", "hermes.management")) {
            String host = settings.get(server + ".host");
            int port = settings.number(server + ".port");
            // Bound without listening: nobody may take this for the server, such as a load balancer that looks for it.
            try (Socket probe = new Socket()) {
                probe.setReuseAddress(true);
                probe.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            } catch (BindException e) {
                throw new BindException(host + ":" + port + " cannot be listened on (" + e.getMessage()
                        + "): end what listens there, or set " + server + ".port");
            }
        }
    }
}
