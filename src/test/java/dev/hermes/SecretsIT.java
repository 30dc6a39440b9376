package dev.hermes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.access.JwtSecret;
import dev.hermes.access.Tokens;
import dev.hermes.dev.ApiCall;
import dev.hermes.dev.DevStack;
import dev.hermes.dev.HermesProcess;
import dev.hermes.dev.RawClient;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.World;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No log line, metric or error ever shows a token, the secret or the passcode (contract 2), or what a client makes up. */
class SecretsIT {

    private static final String PASSCODE = "a-passcode-to-look-for";
    private static final String API_SECRET = "an-api-secret-to-look-for";
    private static final String AWS_SECRET = "an-aws-secret-to-look-for";
    private static final String AWS_SESSION = "an-aws-session-token-to-look-for";
    private static final String EVENTS_SECRET = "an-events-secret-to-look-for";

    private static final String FORGED = "2026-01-08T12:00:00.000Z WARN  forged";
    private static final String UPGRADE = "Host: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    private final DevStack aws = Stacks.shared();
    private final Map<String, String> environment = HermesProcess.beside(aws);
    private final int port = Integer.parseInt(environment.get("HERMES_GATEWAY_PORT"));

    @ParameterizedTest
    @ValueSource(strings = {"trace", "error"})
    void staySecretEvenInTheLongestLog(String levelAtTheStart, @TempDir Path folder) throws Exception {
        environment.put("HERMES_PASSCODE", PASSCODE);
        environment.put("HERMES_API_ACCESS_KEY_ID", "the-key");
        environment.put("HERMES_API_SECRET_ACCESS_KEY", API_SECRET);
        environment.put("HERMES_APIGATEWAY_EVENTS_SECRET", EVENTS_SECRET);
        environment.put("AWS_SECRET_ACCESS_KEY", AWS_SECRET);
        environment.put("AWS_SESSION_TOKEN", AWS_SESSION);
        environment.put("HERMES_GATEWAY_DEMO", "true");
        Path file = folder.resolve("application.properties");
        Files.writeString(file, "hermes.log.level = " + levelAtTheStart + "\n");
        try (World world = new World(aws);
                HermesProcess hermes = HermesProcess.start(folder, environment)) {
            await().atMost(Duration.ofSeconds(120)).until(this::isReady);
            Files.writeString(file, "hermes.log.level = trace\n");
            await().until(() -> hermes.output().contains(" TRACE "));
            String good = world.token("secretive", "secret-room");
            String tampered = good.substring(0, good.length() - 6) + "AAAAAA";
            for (String token : List.of(good, tampered)) {
                ask("GET /dev?token=" + token + " HTTP/1.1\r\n" + UPGRADE);
                ask("GET /dev/?a=%zz&token=" + token + "&token=" + token + " HTTP/1.1\r\n" + UPGRADE);
                ask("GET /dev?token=%zz" + token + " HTTP/1.1\r\n" + UPGRADE);
                ask("GET /prod?token=" + token + " HTTP/1.1\r\n" + UPGRADE);
                ask("GET /dev HTTP/1.1\r\n" + UPGRADE + "Authorization: Bearer " + token + "\r\n");
                ask("GET /dev HTTP/1.1\r\n" + UPGRADE + "Sec-WebSocket-Protocol: hermes, " + token + "\r\n");
                ask("GET /dev?since=now&token=" + token + " HTTP/1.1\r\n" + UPGRADE);
                ask("GET /dev?token=" + token
                        + " HTTP/1.1\r\nHost: localhost\r\nAccept: application/vnd.hermes+json\r\n");
                ask("GET /dev?token=" + token + " HTTP/1.1\r\nHost: localhost\r\n");
                ask("GET /dev?token=" + token + " HTTP/1.1\r\n");
                ask("GET /dev?token=" + token + "\r\n");
                ask("POST /dev/@events/connect HTTP/1.1\r\nHost: localhost\r\nX-Hermes-Secret: " + EVENTS_SECRET
                        + "\r\nX-Hermes-Connection-Id: c=\r\nX-Hermes-Token: " + token + "\r\nContent-Length: 0\r\n");
            }
            String minted = mintOnThePage();
            Settings settings = world.settings().with("hermes.gateway.port", Integer.toString(port));
            for (String secret : List.of(API_SECRET, "guess")) {
                for (String path : List.of("@connections/AAAAAAAAAAAAAAA=", "@rooms/secret-room")) {
                    new ApiCall(settings, "GET", "/dev/" + path)
                            .keyPair("the-key", secret)
                            .send();
                }
                new ApiCall(settings, "DELETE", "/dev/@users/secretive")
                        .keyPair("the-key", secret)
                        .send();
            }
            String metrics = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                                            + environment.get("HERMES_MANAGEMENT_PORT") + "/observe/metrics"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            await().until(() -> hermes.output().contains("Access denied"));
            await().until(() -> hermes.output().contains("is forbidden"));

            assertThat(hermes.output() + metrics)
                    .doesNotContain(good, tampered, minted, good.split("\\.")[1], good.split("\\.")[2])
                    .doesNotContain(minted.split("\\.")[1], minted.split("\\.")[2])
                    .doesNotContain(innerToken(good), innerToken(minted))
                    .doesNotContain(environment.get("HERMES_JWT_SECRET"), PASSCODE, API_SECRET, EVENTS_SECRET)
                    .doesNotContain(AWS_SECRET, AWS_SESSION);
        }
    }

    @Test
    void cannotForgeALineOfTheLog(@TempDir Path folder) throws Exception {
        try (World world = new World(aws);
                HermesProcess hermes = HermesProcess.start(folder, environment)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> hermes.output().contains(" started in "));

            String unknown = new Tokens(JwtSecret.key(world.secret()), Clock.systemUTC())
                    .mint("eve\r\n" + FORGED, "\u001b[2J\u2028" + FORGED, "1nn3r", Duration.ofMinutes(1));
            ask("GET /dev?token=" + unknown + " HTTP/1.1\r\n" + UPGRADE);

            await().until(() -> hermes.output().contains("user 'eve"));
            assertThat(hermes.output()).contains("eve??" + FORGED + "' in room '?[2J?" + FORGED + "' has no row");
            assertThat(hermes.output().lines()).noneMatch(line -> line.startsWith(FORGED));
        }
    }

    private boolean isReady() {
        try (RawClient client = RawClient.send(
                Integer.parseInt(environment.get("HERMES_MANAGEMENT_PORT")),
                "GET /observe/health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8))) {
            return client.answer().startsWith("HTTP/1.1 200");
        } catch (IOException notYet) {
            return false;
        }
    }

    private static String innerToken(String jwt) {
        String claims = new String(Base64.getUrlDecoder().decode(jwt.split("\\.")[1]), UTF_8);
        return new JsonObject(claims).getString("token");
    }

    private void ask(String head) throws IOException {
        try (RawClient client = RawClient.send(port, (head + "\r\n").getBytes(UTF_8))) {
            client.answer();
        }
    }

    private String mintOnThePage() throws Exception {
        String url = "http://127.0.0.1:" + port + "/demo/token";
        String answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{\"user_id\":\"ada\",\"room_id\":\"lobby\"}"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        return new JsonObject(answer).getString("token");
    }
}
