package dev.hermes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.hermes.dev.DevStack;
import dev.hermes.dev.RawClient;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.WebSocketClient.Refused;
import dev.hermes.dev.World;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 11 of the contract: limits, and section 6: the codes that sockets are closed with. */
class LimitsIT {

    private static final String SEND = "{\"action\":\"sendMessage\",\"data\":1}";
    private static final String REFUSAL =
            "\\{\"message\":\"Too Many Requests\",\"connectionId\":\"[\\w-]{15}=\",\"requestId\":\"[\\w-]+\"}";

    private static DevStack stack;

    private final World world = new World(stack);
    private final String room = "room-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        stack = Stacks.start(
                Path.of(""),
                Map.of(
                        "HERMES_GATEWAY_TRUSTED_PROXIES", "127.0.0.0/8, ::1/128",
                        "HERMES_GATEWAY_MAX_SOCKETS", "6",
                        "HERMES_GATEWAY_MAX_SOCKETS_PER_USER", "3",
                        "HERMES_GATEWAY_MAX_SOCKETS_PER_ADDRESS", "4",
                        "HERMES_GATEWAY_HANDSHAKES_PER_ADDRESS_PER_SECOND", "20",
                        "HERMES_WEBSOCKET_MAX_MESSAGES_PER_SECOND", "10",
                        "HERMES_WEBSOCKET_MAX_QUEUE_BYTES", "200000",
                        "HERMES_ACCESS_CLOSE_AT_EXPIRY", "true"));
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @AfterEach
    void leave() {
        world.close();
        await().until(() -> metric("hermes_sockets") == 0);
    }

    @Test
    void refusesMoreSocketsOfAUser() {
        String token = world.token("ada", room);
        for (int i = 0; i < 3; i++) {
            from("192.0.2.1", token);
        }

        assertRefused(429, "192.0.2.1", token);
        assertThat(world.rows(room)).hasSize(3);
        from("192.0.2.1", world.token("bob", room));
    }

    @Test
    void refusesMoreSocketsOfAnAddressAndLetsInAgainWhenOneHasGone() {
        for (int i = 0; i < 3; i++) {
            from("192.0.2.2", world.token("user-" + i, room));
        }
        WebSocketClient last = from("192.0.2.2", world.token("last", room));
        String token = world.token("ada", room);

        assertRefused(429, "192.0.2.2", token);
        // What stands in front of an address that no trusted proxy named is the client's own claim.
        assertRefused(429, "192.0.2.99, 192.0.2.2", token);
        from("192.0.2.3", token);
        last.close();
        await().untilAsserted(() -> from("192.0.2.2", world.token("next", room)));
    }

    @Test
    void refusesMoreSocketsThanTheNodeTakes() {
        for (int i = 0; i < 6; i++) {
            from("192.0.2.1" + i, world.token("user-" + i, room));
        }

        assertRefused(503, "192.0.2.20", world.token("ada", room));
    }

    @Test
    void refusesMoreHandshakesOfAnAddressInASecond() throws Exception {
        String withoutKey = "GET /dev HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nX-Forwarded-For: 192.0.2.30\r\n\r\n";
        List<String> answers = new ArrayList<>();
        try (RawClient client = RawClient.send(
                world.gateway("").getPort(), withoutKey.repeat(100).getBytes(ISO_8859_1))) {
            for (int i = 0; i < 100; i++) {
                answers.add(client.answer().substring("HTTP/1.1 ".length(), "HTTP/1.1 400".length()));
            }
        }

        assertThat(answers.subList(0, 20)).containsOnly("400");
        assertThat(answers.subList(20, 100)).contains("429");
        assertRefused(401, "192.0.2.31", "garbage");
    }

    @Test
    void answersMessagesOverTheLimitToTheirSenderAlone() throws Exception {
        WebSocketClient flood = from("192.0.2.40", world.token("ada", room));
        WebSocketClient neighbour = from("192.0.2.41", world.token("bob", room));
        double before = metric("hermes_messages_refused_total");

        for (int i = 0; i < 40; i++) {
            flood.send(SEND);
        }

        int refused = 0;
        int delivered = 0;
        while (refused + delivered < 40) {
            String frame = flood.frame();
            if (frame.startsWith("{\"message\"")) {
                assertThat(frame).matches(REFUSAL);
                refused++;
            } else {
                delivered++;
            }
        }
        assertThat(delivered).isGreaterThanOrEqualTo(20);
        assertThat(refused).isPositive();
        assertThat(metric("hermes_messages_refused_total") - before).isEqualTo(refused);
        for (int i = 0; i < delivered; i++) {
            assertThat(neighbour.frame()).isEqualTo("{\"user_id\":\"ada\",\"data\":1}");
        }
        flood.ping();
        assertThat(neighbour.frames()).isEmpty();
    }

    @Test
    void closesWhoeverStaysOverTheLimit() throws Exception {
        WebSocketClient flood = from("192.0.2.42", world.token("ada", room));

        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    if (flood.isOpen()) {
                        flood.sendAny(SEND);
                    }
                    return !flood.isOpen();
                });

        assertThat(flood.closeCode()).isEqualTo(1008);
        assertThat(metric("hermes_sockets_closed_total{by=\"node\",code=\"1008\"}"))
                .isPositive();
    }

    @Test
    void closesASocketWhoseTokenExpires() throws Exception {
        WebSocketClient client = from("192.0.2.43", world.token("ada", room, Duration.ofSeconds(3)));

        assertThat(client.closeCode()).isEqualTo(4401);
        await().untilAsserted(() -> assertThat(world.rows(room)).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 1000",
        "3000, 3000",
        "4999, 4999",
        "1005, 1002",
        "1006, 1002",
        "1015, 1002",
        "999, 1002",
        "5000, 1002",
        "65535, 1002"
    })
    void answersACloseCode(int sent, int answered) throws Exception {
        try (RawClient client = open()) {
            client.write(frame(0x88, (byte) (sent >> 8), (byte) sent));

            assertThat(client.closeCode()).isEqualTo(answered);
        }
    }

    @Test
    void heedsNothingBehindAViolation() throws Exception {
        WebSocketClient neighbour = from("192.0.2.44", world.token("bob", room));
        try (RawClient client = open()) {
            client.write(frame(0x88, (byte) 0x13, (byte) 0x88));
            client.write(frame(0x81, SEND.getBytes(ISO_8859_1)));

            assertThat(client.closeCode()).isEqualTo(1002);
        }

        world.send("{\"room_id\":\"" + room + "\",\"data\":\"after\"}");
        assertThat(neighbour.frame()).isEqualTo("{\"data\":\"after\"}");
    }

    @Test
    void closesWhoeverSendsPingsAndReadsNoPong() throws Exception {
        try (RawClient client = open()) {
            byte[] ping = frame(0x89, new byte[125]);
            ByteBuffer many = ByteBuffer.allocate(ping.length * 1_000);
            for (int i = 0; i < 1_000; i++) {
                many.put(ping);
            }
            await().pollInterval(Duration.ofMillis(1))
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> {
                        writeOrFail(client, many.array());
                        return metric("hermes_sockets_closed_total{by=\"node\",code=\"1013\"}") > 0;
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void readsAMessageOfManyTinyFragments(int bytes) throws Exception {
        WebSocketClient neighbour = from("192.0.2.45", world.token("bob", room));
        try (RawClient client = open()) {
            client.write(frame(0x01, "{\"action\":\"sendMessage\",\"data\":\"".getBytes(ISO_8859_1)));
            byte[] fragment = frame(0x00, "x".repeat(bytes).getBytes(ISO_8859_1));
            ByteBuffer many = ByteBuffer.allocate(fragment.length * 100_000);
            for (int i = 0; i < 100_000; i++) {
                many.put(fragment);
            }
            client.write(many.array());
            client.write(frame(0x80, "\"}".getBytes(ISO_8859_1)));

            assertThat(neighbour.frame()).hasSize("{\"user_id\":\"ada\",\"data\":\"\"}".length() + 100_000 * bytes);
        }
    }

    private static void writeOrFail(RawClient client, byte[] bytes) {
        try {
            client.write(bytes);
        } catch (IOException closed) {
            // As it is meant to be: the metric tells.
        }
    }

    private RawClient open() throws Exception {
        String request = "GET /dev?token=" + world.token("ada", room) + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        RawClient client = RawClient.send(world.gateway("").getPort(), request.getBytes(ISO_8859_1));
        assertThat(client.answer()).startsWith("HTTP/1.1 101");
        return client;
    }

    /** With a mask of zeros. */
    private static byte[] frame(int head, byte... payload) {
        return ByteBuffer.allocate(payload.length + 6)
                .put((byte) head)
                .put((byte) (0x80 | payload.length))
                .putInt(0)
                .put(payload)
                .array();
    }

    private WebSocketClient from(String address, String token) {
        return world.joinWith(token, "X-Forwarded-For", address);
    }

    private void assertRefused(int status, String address, String token) {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> from(address, token))
                .extracting(Refused::status)
                .isEqualTo(status);
    }

    private static double metric(String name) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + stack.settings().get("hermes.management.port") + "/observe/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }
}
