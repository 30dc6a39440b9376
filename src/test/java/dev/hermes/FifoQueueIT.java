package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.dev.DevStack;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;

/** Section 3 of the contract: a FIFO queue, its message group the room. */
class FifoQueueIT {

    private static final int MESSAGES = 100;

    private static DevStack stack;

    @BeforeAll
    static void start() {
        stack = Stacks.start(
                Path.of(""),
                Map.of(
                        "HERMES_NOTIFICATIONS_QUEUE", "rooms.fifo",
                        "HERMES_NOTIFICATIONS_DEAD_LETTER_QUEUE", "rooms-dlq.fifo"));
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void showsEveryClientTheMessagesOfItsRoomInOrder() throws Exception {
        try (World world = new World(stack)) {
            List<WebSocketClient> red = List.of(world.join("ada", "red"), world.join("bob", "red"));
            List<WebSocketClient> blue = List.of(world.join("ada", "blue"), world.join("bob", "blue"));

            for (int i = 0; i < MESSAGES; i++) {
                world.sendInOrder("red", "red-" + i, "{\"room_id\":\"red\",\"data\":" + i + "}");
                world.sendInOrder("blue", "blue-" + i, "{\"room_id\":\"blue\",\"data\":" + i + "}");
            }

            for (int i = 0; i < MESSAGES; i++) {
                for (WebSocketClient client : red) {
                    assertThat(client.frame()).isEqualTo("{\"data\":" + i + "}");
                }
                for (WebSocketClient client : blue) {
                    assertThat(client.frame()).isEqualTo("{\"data\":" + i + "}");
                }
            }
        }
    }

    @Test
    void parksAnUnreadableMessageAndGoesOnWithTheRoom() throws Exception {
        try (World world = new World(stack)) {
            WebSocketClient client = world.join("ada", "green");

            world.sendInOrder("green", "green-bad", "not JSON");
            world.sendInOrder("green", "green-good", "{\"room_id\":\"green\",\"data\":1}");

            assertThat(client.frame()).isEqualTo("{\"data\":1}");
            List<Message> parked = Awaitility.await().until(world::takeDeadLetters, letters -> !letters.isEmpty());
            assertThat(parked).singleElement().extracting(Message::body).isEqualTo("not JSON");
        }
    }
}
