package dev.hermes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.dev.HermesProcess;
import dev.hermes.dev.RawClient;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers send to the gateway's port is answered as RFC 9112 has it, and leaves nothing in the log. */
class HttpIT {

    private static final String UPGRADE = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    private static HermesProcess hermes;
    private static int port;

    private final World world =
            new World(Stacks.shared().settings().with("hermes.gateway.port", Integer.toString(port)));

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        Map<String, String> environment = HermesProcess.beside(Stacks.shared());
        port = Integer.parseInt(environment.get("HERMES_GATEWAY_PORT"));
        hermes = HermesProcess.start(folder, environment);
        await().atMost(Duration.ofSeconds(60)).until(() -> hermes.output().contains(" started in "));
    }

    @AfterAll
    static void stop() throws IOException {
        hermes.close();
    }

    @AfterEach
    void leavesNothingInTheLog() {
        world.close();
        assertThat(hermes.output()).doesNotContain("WARN", "ERROR", "\tat ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Host: a\r\nHost: b\r\n",
                "Host: a\r\nHost: a\r\n",
                "Host:\r\n",
                "Host: a b\r\n",
                "Host: http://a\r\n",
                "Host: ada@a\r\n",
                "Host: a:port\r\n",
                "Host: a:99999\r\n",
                "Host: [::1\r\n"
            })
    void refusesARequestWithoutOneHost(String host) throws IOException {
        for (String rest : new String[] {"\r\n", UPGRADE}) {
            assertThat(answer("GET /dev HTTP/1.1\r\n" + host + rest)).startsWith("HTTP/1.1 400");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a:80", "127.0.0.1", "[::1]:8080", "xn--caf-dma.example", "a_b.example"})
    void takesAnyHostThatIsOne(String host) throws IOException {
        assertThat(answer("GET /dev HTTP/1.1\r\nHost: " + host + "\r\n\r\n")).startsWith("HTTP/1.1 426");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET dev", "GET *", "OPTIONS *", "CONNECT a:80", "GET ://", "GET ?token=x", "GET ftp://a/dev"})
    void refusesATargetThatIsNoPath(String start) throws IOException {
        assertThat(answer(start + " HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("HTTP/1.1 400");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/", "/dev/?token=", "http://127.0.0.1/dev?token="})
    void letsInUnderEveryNameOfTheStage(String target) throws IOException {
        String token = world.token("ada", "room-" + UUID.randomUUID());
        String request = target.endsWith("=")
                ? "GET " + target + token + " HTTP/1.1\r\nHost: a\r\n"
                : "GET " + target + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + token + "\r\n";

        assertThat(answer(request + UPGRADE)).startsWith("HTTP/1.1 101");
    }

    @Test
    void answersARequestOfTwoLengthsAndClosesItsConnection() throws IOException {
        String request =
                "POST /dev HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
        String smuggled = "GET /dev HTTP/1.1\r\nHost: a\r\n\r\n";

        try (RawClient client = RawClient.send(port, (request + smuggled).getBytes(ISO_8859_1))) {
            assertThat(client.answer()).startsWith("HTTP/1.1 4");
            assertThat(client.rest()).doesNotContain("HTTP/1.1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "gzip, chunked", "identity", "chunked, chunked"})
    void refusesATransferCodingThatItDoesNotKnow(String coding) throws IOException {
        assertThat(answer("POST /dev HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: " + coding + "\r\n\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void takesAChunkedBody() throws IOException {
        assertThat(answer("POST /dev HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 426");
    }

    @Test
    void endsAnHttp2Connection() throws IOException {
        byte[] preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1);

        try (RawClient client = RawClient.send(port, preface)) {
            assertThat(client.endedByOtherSide()).isTrue();
        }
    }

    @Test
    void servesOthersWhileItIsSentGarbage() throws Exception {
        Random random = new Random(42);
        byte[] tlsHello = HexFormat.of().parseHex("16030100a5010000a10303" + "5f".repeat(160));
        for (int i = 0; i < 300; i++) {
            byte[] garbage = new byte[1 + random.nextInt(2_000)];
            random.nextBytes(garbage);
            try (RawClient noise = RawClient.send(port, i % 10 == 0 ? tlsHello : garbage)) {
                if (i % 3 == 0) {
                    noise.reset();
                }
            } catch (IOException refused) {
                // It was told to go before it had said everything.
            }
        }

        try (WebSocketClient client = world.join("ada", "room-" + UUID.randomUUID())) {
            client.send("{\"action\":\"sendMessage\",\"data\":1}");
            assertThat(client.frame()).isEqualTo("{\"user_id\":\"ada\",\"data\":1}");
        }
    }

    @Test
    void forgetsWhoeverLeavesInTheMiddleOfARequest() throws IOException {
        String request =
                "POST /dev/@connections/AAAAAAAAAAAAAAA= HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\nhalf";
        for (int i = 0; i < 50; i++) {
            RawClient.send(port, request.getBytes(ISO_8859_1)).reset();
        }

        assertThat(answer("GET /dev HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("HTTP/1.1 426");
    }

    private static String answer(String request) throws IOException {
        try (RawClient client = RawClient.send(port, request.getBytes(ISO_8859_1))) {
            return client.answer();
        }
    }
}
