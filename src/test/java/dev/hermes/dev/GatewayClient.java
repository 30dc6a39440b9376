package dev.hermes.dev;

import dev.hermes.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

/** A client behind an API Gateway, whose HTTP integrations post what it does. The answers are statuses. */
public final class GatewayClient {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String events;
    private final String secret;
    private final String id;

    public GatewayClient(Settings settings, String id) {
        this.events = "http://127.0.0.1:" + settings.get("hermes.gateway.port") + "/"
                + settings.get("hermes.gateway.stage") + "/@events/";
        this.secret = settings.get("hermes.apigateway.events-secret");
        this.id = id;
    }

    /** @param since the query parameter; null where there is none */
    public int connect(String token, String since) throws IOException, InterruptedException {
        List<String> headers = new ArrayList<>(List.of("X-Hermes-Token", token));
        if (since != null) {
            headers.addAll(List.of("X-Hermes-Since", since));
        }
        return post("connect", "", headers.toArray(String[]::new));
    }

    public int send(String frame) throws IOException, InterruptedException {
        return post("message", frame);
    }

    public int disconnect() throws IOException, InterruptedException {
        return post("disconnect", "");
    }

    private int post(String event, String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(events + event))
                .header("X-Hermes-Connection-Id", id)
                .header("X-Hermes-Secret", secret)
                .POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
}
