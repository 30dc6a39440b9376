package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.dev.DevStack;
import dev.hermes.dev.RawClient;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Section 4 of the contract: how connections end, and what is left of them. */
class CloseIT {

    /**
     * Six megabytes: what a client that does not read may have waiting, and what the kernel takes. More would only take longer,
     * and the server waits 5 s for the reader to hear why it goes.
     */
    private static final int TOO_MANY = 60;

    private static DevStack stack;

    private final World world = new World(stack);
    private final String room = "room-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        stack = Stacks.start(
                Path.of(""),
                Map.of("HERMES_WEBSOCKET_PING_SECONDS", "2", "HERMES_WEBSOCKET_MAX_QUEUE_BYTES", "200000"));
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @AfterEach
    void leave() {
        world.close();
    }

    @Test
    void forgetsWhoClosesOrderly() {
        world.join("ada", room).close();

        assertForgotten();
    }

    @Test
    void forgetsWhoIsKilled() {
        world.join("ada", room).abort();

        assertForgotten();
    }

    @Test
    void forgetsWhoResetsTheConnection() throws Exception {
        RawClient client = RawClient.ask(world.withToken(world.token("ada", room)));
        client.answer();

        client.reset();

        assertForgotten();
    }

    @Test
    void forgetsWhoDoesNotAnswerPings() throws Exception {
        try (RawClient halfOpen = RawClient.ask(world.withToken(world.token("ada", room)))) {
            halfOpen.answer();
            assertThat(world.rows(room)).hasSize(1);

            assertForgotten();
            assertThat(halfOpen.endedByOtherSide()).isTrue();
        }
    }

    @Test
    void keepsWhoAnswersPingsAndSaysNothingElse() throws Exception {
        WebSocketClient quiet = world.join("ada", room);
        try (RawClient halfOpen = RawClient.ask(world.withToken(world.token("bob", room)))) {
            halfOpen.answer();
            await().atMost(Duration.ofSeconds(20)).until(() -> world.rows(room).size() == 1);
        }

        world.send("{\"room_id\":\"" + room + "\",\"data\":1}");

        assertThat(quiet.frame()).isEqualTo("{\"data\":1}");
    }

    @Test
    void leavesNoRowOfAThousandFastConnectsAndCloses() throws Exception {
        String token = world.token("ada", room);
        for (int i = 0; i < 1000; i++) {
            RawClient client = RawClient.ask(world.withToken(token));
            switch (i % 4) {
                case 0 -> client.close();
                case 1 -> client.reset();
                case 2 -> {
                    client.answer();
                    client.close();
                }
                default -> {
                    client.answer();
                    client.reset();
                }
            }
        }

        // Also those whose handshake is still on its way: a last one behind all of them.
        world.join("last", room).close();
        await().pollDelay(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(world.rows(room)).isEmpty());
    }

    @Test
    void servesTheLivingAndForgetsAStaleRow() throws Exception {
        WebSocketClient client = world.join("ada", room);
        world.plantRow("planted-by-hand=", room, "ghost");

        world.send("{\"room_id\":\"" + room + "\",\"data\":1}");

        assertThat(client.frame()).isEqualTo("{\"data\":1}");
        await().untilAsserted(() -> assertThat(world.rows(room)).hasSize(1));
        assertThat(client.frames()).isEmpty();
    }

    @Test
    void closesWhoNeverReadsAndServesTheOthers() throws Exception {
        WebSocketClient reader = world.join("ada", room);
        try (RawClient deaf = RawClient.ask(world.withToken(world.token("eve", room)))) {
            deaf.answer();
            String data = "x".repeat(100_000);
            int sent = 0;
            while (world.rows(room).size() == 2) {
                // It is told to go, and has five seconds for that.
                assertThat(sent)
                        .as("frames until the one that never reads is closed")
                        .isLessThan(3_000);
                world.send("{\"room_id\":\"" + room + "\",\"data\":\"" + data + sent++ + "\"}");
                assertThat(reader.frame()).hasSizeGreaterThan(100_000);
            }
        }

        world.send("{\"room_id\":\"" + room + "\",\"data\":\"after\"}");

        assertThat(reader.frame()).isEqualTo("{\"data\":\"after\"}");
    }

    @Test
    void tellsASlowReaderWhyItGoes() throws Exception {
        // With pings as rare as they are by default: those that it does not answer would end it first on a slow
        // machine.
        Map<String, String> settings = Map.of("HERMES_WEBSOCKET_MAX_QUEUE_BYTES", "200000");
        try (DevStack patient = Stacks.start(Path.of(""), settings);
                World its = new World(patient)) {
            WebSocketClient reader = its.join("ada", room);
            RawClient slow = RawClient.ask(its.withToken(its.token("eve", room)));
            slow.answer();
            for (int i = 0; i < TOO_MANY; i++) {
                its.send("{\"room_id\":\"" + room + "\",\"data\":\"" + "x".repeat(100_000) + "\"}");
            }
            for (int i = 0; i < TOO_MANY; i++) {
                reader.frame();
            }

            assertThat(slow.closeCode()).isEqualTo(1013);
        }
    }

    private void assertForgotten() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(world.rows(room)).isEmpty());
    }
}
