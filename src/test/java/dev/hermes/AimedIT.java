package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.dev.DevStack;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.Message;

/** Section 9 of the contract: notifications for some users of a room, over two nodes. */
class AimedIT {

    private static final String END = "{\"data\":\"end\"}";

    private static DevStack stack;
    private static Server other;
    private static World world;
    private static World otherWorld;

    @BeforeAll
    static void start() throws Exception {
        stack = Stacks.start(Path.of(""), Map.of());
        Settings settings = Stacks.beside(stack.settings());
        other = Server.start(settings);
        world = new World(stack);
        otherWorld = new World(settings);
    }

    @AfterAll
    static void stop() {
        otherWorld.close();
        world.close();
        other.close();
        stack.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"to\":[\"ada\",7]} | ada 7",
                "{\"to\":[7.0]} | 7",
                "{\"to\":[\"7\"],\"except\":[7]} |",
                "{\"except\":[\"bob\"]} | ada 7",
                "{\"to\":[\"ada\",\"bob\"],\"except\":[\"bob\"]} | ada",
                "{\"to\":[]} |",
                "{\"to\":null,\"except\":null} | ada bob 7",
                "{\"other\":1} | ada bob 7",
                "{\"to\":[\"nobody\"]} |",
                "\"none\" | ada bob 7",
                "null | ada bob 7"
            })
    void reachesThoseAloneWhomItIsFor(String aim, String users) throws Exception {
        String room = "aimed " + aim;
        Map<String, List<WebSocketClient>> clients = Map.of(
                "ada", List.of(world.join("ada", room), otherWorld.join("ada", room)),
                "bob", List.of(world.join("bob", room), otherWorld.join("bob", room)),
                "7", List.of(world.join("7", room), otherWorld.join("7", room)));

        String quoted = room.replace("\"", "\\\"");
        world.send("{\"room_id\":\"" + quoted + "\",\"data\":1,\"hermes\":" + aim + "}");

        Set<String> told = users == null ? Set.of() : Set.of(users.split(" "));
        for (Map.Entry<String, List<WebSocketClient>> user : clients.entrySet()) {
            for (WebSocketClient client : user.getValue()) {
                if (told.contains(user.getKey())) {
                    assertThat(client.frame()).as(user.getKey()).isEqualTo("{\"data\":1}");
                }
            }
        }
        Awaitility.await().until(() -> waiting().equals("0"));
        world.send("{\"room_id\":\"" + quoted + "\",\"data\":\"end\"}");
        for (List<WebSocketClient> all : clients.values()) {
            for (WebSocketClient client : all) {
                assertThat(client.frame()).isEqualTo(END);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"to\":\"ada\"}", "{\"to\":[null]}", "{\"to\":[{}]}", "{\"except\":7}", "{\"except\":[true]}"})
    void isParkedWhereItDoesNotSayWhomItIsFor(String aim) throws Exception {
        WebSocketClient client = world.join("ada", "parked");
        String body = "{\"room_id\":\"parked\",\"data\":1,\"hermes\":" + aim + "}";

        world.send(body);

        List<Message> parked = Awaitility.await().until(world::takeDeadLetters, letters -> !letters.isEmpty());
        assertThat(parked).singleElement().satisfies(letter -> {
            assertThat(letter.body()).isEqualTo(body);
            assertThat(letter.messageAttributes()).containsKey("reason");
        });
        world.send("{\"room_id\":\"parked\",\"data\":\"end\"}");
        assertThat(client.frame()).isEqualTo(END);
    }

    @Test
    void isNotInTheFrame() throws Exception {
        WebSocketClient client = world.join("ada", "frame");

        world.send("{\"user_id\":\"x\",\"room_id\":\"frame\",\"data\":1,\"hermes\":{\"to\":[\"ada\"]}}");

        assertThat(client.frame()).isEqualTo("{\"user_id\":\"x\",\"data\":1}");
    }

    /** How many messages are in the queue or in somebody's hands. */
    private static String waiting() {
        Map<String, String> counts = world.sqs()
                .getQueueAttributes(get -> get.queueUrl(world.queue()).attributeNamesWithStrings("All"))
                .attributesAsStrings();
        int all = Integer.parseInt(counts.get("ApproximateNumberOfMessages"))
                + Integer.parseInt(counts.get("ApproximateNumberOfMessagesNotVisible"));
        return Integer.toString(all);
    }
}
