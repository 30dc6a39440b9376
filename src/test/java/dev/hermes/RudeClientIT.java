package dev.hermes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.dev.RawClient;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.World;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that other clients are not like: each is answered by the book, and leaves nothing behind. */
class RudeClientIT {

    private static final String UPGRADE = "Host: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\n" + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    private static final byte[] MASKED_CLOSE = {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 0x03, (byte) 0xE8};

    private final World world = new World(Stacks.shared());
    private final String room = "room-" + UUID.randomUUID();
    private final int port = world.gateway("").getPort();

    @AfterEach
    void leave() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keep-alive, Upgrade", "upgrade,keep-alive", "keep-alive\r\nConnection: Upgrade"})
    void letsInWhoNamesMoreThanTheUpgrade(String connection) throws Exception {
        String request = handshake().replace("Connection: Upgrade", "Connection: " + connection);

        try (RawClient client = RawClient.send(port, request.getBytes(ISO_8859_1))) {
            assertThat(client.answer()).startsWith("HTTP/1.1 101");
        }
    }

    @Test
    void forgetsWhoAsksTwiceAtOnce() throws Exception {
        try (RawClient client = RawClient.send(port, (handshake() + handshake()).getBytes(ISO_8859_1))) {
            assertThat(client.answer()).startsWith("HTTP/1.1 101");
        }

        assertForgotten();
    }

    @Test
    void forgetsWhoSaysGoodbyeWithTheHandshake() throws Exception {
        byte[] hello = handshake().getBytes(ISO_8859_1);
        byte[] both = ByteBuffer.allocate(hello.length + MASKED_CLOSE.length)
                .put(hello)
                .put(MASKED_CLOSE)
                .array();
        try (RawClient client = RawClient.send(port, both)) {
            assertThat(client.endedByOtherSide()).isTrue();
        }

        assertForgotten();
    }

    @Test
    void tellsThatOneFrameIsTooLong() throws Exception {
        try (RawClient client = RawClient.send(port, handshake().getBytes(ISO_8859_1))) {
            client.answer();

            client.write(maskedText(new byte[128 * 1024 + 1]));

            assertThat(client.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void tellsThatATextIsNone() throws Exception {
        try (RawClient client = RawClient.send(port, handshake().getBytes(ISO_8859_1))) {
            client.answer();

            client.write(maskedText(new byte[] {(byte) 0xC3, 0x28}));

            assertThat(client.closeCode()).isEqualTo(1007);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev%zz", "/%", "/dev/@events/%"})
    void answersAPathThatCannotBeRead(String path) throws Exception {
        String request = "GET " + path + " HTTP/1.1\r\n" + UPGRADE + "\r\n";

        try (RawClient client = RawClient.send(port, request.getBytes(ISO_8859_1))) {
            assertThat(client.answer()).startsWith("HTTP/1.1 4");
        }
    }

    private String handshake() {
        return "GET /dev?token=" + world.token("ada", room) + " HTTP/1.1\r\n" + UPGRADE + "\r\n";
    }

    /** With a mask of zeros. */
    private static byte[] maskedText(byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put((byte) 0x81);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            frame.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        frame.putInt(0).put(payload).flip();
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }

    private void assertForgotten() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(world.rows(room)).isEmpty());
    }
}
