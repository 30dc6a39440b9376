package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.dev.ApiCall;
import dev.hermes.dev.DevStack;
import dev.hermes.dev.HermesProcess;
import dev.hermes.dev.RawClient;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.World;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Section 2 of the contract: no log line, metric or error ever shows a token, the secret or the passcode. */
class SecretsIT {

    private static final String PASSCODE = "a-passcode-to-look-for";
    private static final String API_SECRET = "an-api-secret-to-look-for";

    @Test
    void staySecretEvenInTheLongestLog(@TempDir Path folder) throws Exception {
        DevStack aws = Stacks.shared();
        Map<String, String> environment = HermesProcess.beside(aws);
        String port = environment.get("HERMES_GATEWAY_PORT");
        String management = environment.get("HERMES_MANAGEMENT_PORT");
        environment.put("HERMES_PASSCODE", PASSCODE);
        environment.put("HERMES_API_ACCESS_KEY_ID", "the-key");
        environment.put("HERMES_API_SECRET_ACCESS_KEY", API_SECRET);
        environment.put("HERMES_LOG_LEVEL", "debug");
        environment.put("HERMES_GATEWAY_DEMO", "true");
        try (World world = new World(aws);
                HermesProcess hermes = HermesProcess.start(folder, environment)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> hermes.output().contains(" started in "));
            String good = world.token("secretive", "secret-room");
            String tampered = good.substring(0, good.length() - 6) + "AAAAAA";
            for (String token : new String[] {good, tampered}) {
                try (RawClient client = RawClient.ask(URI.create("ws://127.0.0.1:" + port + "/dev?token=" + token))) {
                    client.answer();
                }
            }
            Settings settings = world.settings().with("hermes.gateway.port", port);
            for (String secret : new String[] {API_SECRET, "guess"}) {
                new ApiCall(settings, "GET", "/dev/@connections/AAAAAAAAAAAAAAA=")
                        .keyPair("the-key", secret)
                        .send();
            }
            String metrics = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + "/observe/metrics"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            await().until(() -> hermes.output().contains("Access denied"));
            await().until(() -> hermes.output().contains("is forbidden"));

            assertThat(hermes.output() + metrics)
                    .doesNotContain(good, tampered, good.split("\\.")[1], good.split("\\.")[2])
                    .doesNotContain(environment.get("HERMES_JWT_SECRET"), PASSCODE, API_SECRET);
        }
    }
}
