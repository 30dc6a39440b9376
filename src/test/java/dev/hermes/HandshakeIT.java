package dev.hermes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.hermes.dev.Cable;
import dev.hermes.dev.DevStack;
import dev.hermes.dev.FreePort;
import dev.hermes.dev.RawClient;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.WebSocketClient.Refused;
import dev.hermes.dev.World;
import dev.hermes.log.LogLines;
import dev.hermes.log.RefusedClients;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Sections 6 and 11 of the contract: how handshakes are refused, and what clients can find out about it. */
class HandshakeIT {

    private static final String ORIGIN = "https://app.example.com";
    private static final String UPGRADE =
            " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    /** "{}" with a mask of zeros. */
    private static final byte[] FRAME = {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, '{', '}'};

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static Cable cable;
    private static DevStack stack;

    private final World world = new World(stack);
    private final String room = "room-" + UUID.randomUUID();

    @BeforeAll
    static void start() throws Exception {
        int table = FreePort.find();
        int cableEnd = FreePort.find();
        cable = new Cable(cableEnd, table);
        stack = Stacks.start(
                Path.of(""),
                Map.of(
                        "HERMES_DYNAMODB_PORT",
                        Integer.toString(table),
                        "HERMES_AWS_DYNAMODB_ENDPOINT",
                        "http://127.0.0.1:" + cableEnd,
                        "HERMES_GATEWAY_ALLOWED_ORIGINS",
                        ORIGIN,
                        "HERMES_GATEWAY_HANDSHAKE_SECONDS",
                        "2"));
    }

    @AfterAll
    static void stop() throws Exception {
        stack.close();
        cable.close();
    }

    @AfterEach
    void leave() {
        world.close();
    }

    @Test
    void tellsWhoWouldBeLetIn() throws Exception {
        String token = world.token("ada", room);

        HttpResponse<String> answer = ask("/dev?token=" + token, "Origin", ORIGIN);

        assertThat(answer.statusCode()).isEqualTo(426);
        assertThat(answer.body()).isEqualTo("{\"reason\":\"upgrade-required\"}");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains(ORIGIN);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/vnd.hermes+json");
        assertThat(world.rows(room)).isEmpty();
    }

    @Test
    void tellsWhyAClientWouldBeRefused() throws Exception {
        String token = world.token("ada", room);
        world.dynamoDb().deleteItem(delete -> delete.tableName("hermesTokens")
                .key(Map.of("user_id", AttributeValue.fromS("ada"), "room_id", AttributeValue.fromS(room))));

        assertThat(reason("/dev")).isEqualTo("401 {\"reason\":\"unauthorized\"}");
        assertThat(reason("/dev?token=garbage")).isEqualTo("401 {\"reason\":\"unauthorized\"}");
        assertThat(reason("/dev?token=" + token)).isEqualTo("403 {\"reason\":\"forbidden\"}");
        assertThat(reason("/other?token=" + token)).isEqualTo("403 {\"reason\":\"stage\"}");
    }

    @Test
    void logsTheAddressOfARefusedClientAndWhy() {
        try (LogLines log = new LogLines(RefusedClients.class)) {
            await().untilAsserted(() -> {
                assertThatExceptionOfType(Refused.class)
                        .isThrownBy(() -> WebSocketClient.open(world.withToken("garbage")));
                assertThatExceptionOfType(Refused.class)
                        .isThrownBy(() ->
                                WebSocketClient.open(world.withToken("garbage"), "Origin", "https://evil.example.com"));

                assertThat(log.all())
                        .anyMatch(line -> line.startsWith(
                                "INFO Client 127.0.0.1 was refused with 401 (unauthorized): Access denied (401): "))
                        .anyMatch(line -> line.startsWith("INFO Client 127.0.0.1 was refused with 403 (origin); "))
                        .noneMatch(line -> line.contains("garbage"));
            });
        }
    }

    @Test
    void tellsAForeignPageNothingThatItCouldRead() throws Exception {
        HttpResponse<String> answer = ask("/dev", "Origin", "https://evil.example.com");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void letsPagesOfAllowedOriginsAskWithAHeader() throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(http("/dev"))
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                        .header("Origin", ORIGIN)
                        .header("Access-Control-Request-Method", "GET")
                        .header("Access-Control-Request-Headers", "authorization")
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains(ORIGIN);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Headers")).contains("Accept, Authorization");
    }

    @Test
    void answersAPlainRequestAsBefore() throws Exception {
        HttpResponse<String> answer =
                HTTP.send(HttpRequest.newBuilder(http("/dev")).build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(426);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"G", "GET /dev HTTP/1.1\r\nHost: loc"})
    void cutsOffWhoeverDoesNotComeToAnEnd(String half) throws Exception {
        try (RawClient slow = RawClient.send(port(), half.getBytes(ISO_8859_1))) {
            assertThat(slow.endedByOtherSide()).isTrue();
        }
    }

    @Test
    void answersInTimeWhileTheTableHangs() throws Exception {
        String token = world.token("ada", room);
        cable.hold();
        try (RawClient client = RawClient.ask(world.withToken(token))) {
            assertThat(client.answer()).startsWith("HTTP/1.1 503");
        } finally {
            cable.release();
        }

        world.joinWith(token).ping();
        await().untilAsserted(() -> assertThat(world.rows(room)).hasSize(1));
    }

    @Test
    void tellsWhenToComeBackWhileTheTableIsUnavailable() throws Exception {
        String token = world.token("ada", room);
        cable.pullOut();
        try {
            HttpResponse<String> answer = ask("/dev?token=" + token);

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThatExceptionOfType(Refused.class)
                    .isThrownBy(() -> world.joinWith(token))
                    .extracting(Refused::status)
                    .isEqualTo(503);
        } finally {
            cable.plugIn();
            // On a slow machine the node has noticed, and asks each second whether the table is back.
            await().until(() -> ask("/dev?token=" + token).statusCode() == 426);
        }
    }

    @Test
    void servesAFrameThatComesInOneSegmentWithTheHandshake() throws Exception {
        byte[] request = ("GET /dev?token=" + world.token("ada", room) + UPGRADE).getBytes(ISO_8859_1);
        byte[] both = Arrays.copyOf(request, request.length + FRAME.length);
        System.arraycopy(FRAME, 0, both, request.length, FRAME.length);

        for (int i = 0; i < 20; i++) {
            try (RawClient client = RawClient.send(port(), both)) {
                assertThat(client.answer()).startsWith("HTTP/1.1 101");
                assertThat(client.text()).startsWith("{\"message\":\"Forbidden\"");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 5", "Transfer-Encoding: chunked"})
    void refusesAHandshakeWithABody(String header) throws Exception {
        String request = ("GET /dev?token=" + world.token("ada", room) + UPGRADE)
                .replace("\r\n\r\n", "\r\n" + header + "\r\n\r\n");

        try (RawClient client = RawClient.send(port(), request.getBytes(ISO_8859_1))) {
            assertThat(client.answer()).startsWith("HTTP/1.1 400");
        }
        assertThat(world.rows(room)).isEmpty();
    }

    @Test
    void answersTheRequestBehindARefusedHandshake() throws Exception {
        String twice = "GET /dev?token=garbage" + UPGRADE + "GET /dev?token=" + world.token("ada", room) + UPGRADE;

        try (RawClient client = RawClient.send(port(), twice.getBytes(ISO_8859_1))) {
            assertThat(client.answer()).startsWith("HTTP/1.1 401");
            assertThat(client.answer()).startsWith("HTTP/1.1 101");
        }
    }

    @Test
    void refusesTenThousandTimesOnOneConnectionAndLetsInThen() throws Exception {
        String foreign = ("GET /dev" + UPGRADE).replace("\r\n\r\n", "\r\nOrigin: https://evil.example.com\r\n\r\n");
        String wrong = "GET /dev?token=garbage" + UPGRADE;
        byte[] hundred = (foreign.repeat(99) + wrong).getBytes(ISO_8859_1);
        try (RawClient client = RawClient.send(port(), new byte[0])) {
            for (int i = 0; i < 100; i++) {
                client.write(hundred);
                for (int j = 0; j < 99; j++) {
                    assertThat(client.answer()).startsWith("HTTP/1.1 403");
                }
                assertThat(client.answer()).startsWith("HTTP/1.1 401");
            }

            client.write(("GET /dev?token=" + world.token("ada", room) + UPGRADE).getBytes(ISO_8859_1));
            assertThat(client.answer()).startsWith("HTTP/1.1 101");
        }
    }

    @Test
    void countsHandshakesByTheirAnswer() throws Exception {
        WebSocketClient client = world.join("ada", room);
        client.ping();
        reason("/dev?token=garbage");

        assertThat(metrics())
                .containsPattern("hermes_handshakes_total\\{answer=\"101\"} [1-9]")
                .containsPattern("hermes_handshakes_total\\{answer=\"401\"} [1-9]")
                .containsPattern("hermes_handshakes_refused_total\\{reason=\"unauthorized\"} [1-9]");
    }

    private String metrics() throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + stack.settings().get("hermes.management.port") + "/observe/metrics");
        return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }

    private String reason(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = ask(path);
        return answer.statusCode() + " " + answer.body();
    }

    private HttpResponse<String> ask(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(http(path))
                .timeout(Duration.ofSeconds(20))
                .header("Accept", "application/vnd.hermes+json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private URI http(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    private int port() {
        return world.gateway("").getPort();
    }
}
