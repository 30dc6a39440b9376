package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hermes.dev.DevStack;
import dev.hermes.dev.FaultyAws;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Clients that come back to the one node there is, once it was restarted. */
class RestartIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** The part of the table that holds who has connections of the room. */
    private static final String HOLDERS = "members/room";

    private static final String MESSAGE = "{\"room_id\":\"room\",\"data\":%d}";

    @Test
    void resumesAndGoesOn() throws Exception {
        try (DevStack stack = Stacks.start(Path.of(""), Map.of("HERMES_NOTIFICATIONS_WAIT_SECONDS", "3"));
                World world = new World(stack)) {
            WebSocketClient client = world.joinSince("ada", "room", "now");
            long head = client.head();
            stack.hermes().close();
            world.send(MESSAGE.formatted(1));
            assertThat(world.inFlight())
                    .as("messages that the server took which has ended")
                    .isZero();

            Server again = Server.start(stack.settings());
            try {
                WebSocketClient back = world.joinSince("ada", "room", Long.toString(head));
                JsonNode greeting = JSON.readTree(back.frame());
                assertThat(greeting.at("/hermes/resumed").booleanValue()).isTrue();
                // Before the second is sent: a standard queue may hand them out in any order.
                assertThat(back.frame()).isEqualTo(frame(1, head + 1));
                world.send(MESSAGE.formatted(2));
                assertThat(back.frame()).isEqualTo(frame(2, head + 2));
            } finally {
                again.close();
            }
        }
    }

    /** The node learns that the room is counted from the client, while it still asks the table about an older message. */
    @Test
    void numbersInTheOrderOfTheQueueWhileTheTableHangs() throws Exception {
        try (DevStack stack = Stacks.start(Path.of(""), Map.of());
                FaultyAws dynamoDb = new FaultyAws(stack.dynamoDb().endpoint());
                World world = new World(stack)) {
            WebSocketClient client = world.joinSince("ada", "room", "now");
            long head = client.head();
            stack.hermes().close();
            dynamoDb.some(FaultyAws.Fault.HANG, request -> request.contains("Query") && request.contains(HOLDERS));
            Server again = Server.start(stack.settings().with("hermes.aws.dynamodb-endpoint", dynamoDb.endpoint()));
            try {
                world.send(MESSAGE.formatted(1));
                await().until(() -> world.inFlight() == 1);
                WebSocketClient back = world.joinSince("ada", "room", Long.toString(head));
                back.frame();
                world.send(MESSAGE.formatted(2));
                await().until(() -> world.inFlight() == 2);
                await().during(Duration.ofMillis(300)).until(() -> back.frames().isEmpty());
                dynamoDb.all(FaultyAws.Fault.NONE);

                assertThat(List.of(back.frame(), back.frame())).containsExactly(frame(1, head + 1), frame(2, head + 2));
            } finally {
                again.close();
            }
        }
    }

    private static String frame(int data, long number) {
        return "{\"data\":" + data + ",\"seq\":" + number + "}";
    }
}
