package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Section 3 of the contract: what is put on the queue. */
class QueueIT {

    private final World world = new World(Stacks.shared());
    private final String room = "room-" + UUID.randomUUID();

    @AfterEach
    void leave() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1000})
    void givesEveryConnectionExactlyOneFrame(int connections) throws Exception {
        String token = world.token("ada", room);
        List<WebSocketClient> clients = new ArrayList<>();
        IntStream.range(0, connections).forEach(any -> clients.add(world.joinWith(token)));

        world.send("{\"user_id\":\"shop\",\"room_id\":\"" + room + "\",\"data\":\"first\"}");
        world.send("{\"user_id\":\"shop\",\"room_id\":\"" + room + "\",\"data\":\"second\"}");

        for (WebSocketClient client : clients) {
            assertThat(List.of(client.frame(), client.frame()))
                    .containsExactlyInAnyOrder(
                            "{\"user_id\":\"shop\",\"data\":\"first\"}", "{\"user_id\":\"shop\",\"data\":\"second\"}");
        }
        assertQueueEmpties();
        assertThat(clients).allSatisfy(client -> assertThat(client.frames()).isEmpty());
    }

    @Test
    void deletesAMessageForARoomThatNobodyIsIn() {
        world.send("{\"user_id\":\"shop\",\"room_id\":\"" + room + "\",\"data\":1}");

        assertQueueEmpties();
        assertThat(world.takeDeadLetters()).isEmpty();
    }

    static Stream<String> data() {
        return Stream.of(
                "{\"b\":{\"a\":[1,{\"c\":null}]},\"a\":1}",
                "\"\\u00e9 é 会 \\\"quoted\\\"\"",
                "\"text\"",
                "0",
                "null",
                "[]",
                "1.0",
                "1e5",
                "12345678901234567890.10",
                "-0",
                "true",
                "{ \"spaced\" : 1 }",
                "\"" + "x".repeat(100 * 1024) + "\"");
    }

    @ParameterizedTest
    @MethodSource("data")
    void passesDataOnToTheByte(String data) throws Exception {
        WebSocketClient client = world.join("ada", room);

        world.send("{\"user_id\":\"shop\",\"room_id\":\"" + room + "\",\"data\": " + data + " }");

        assertThat(client.frame()).isEqualTo("{\"user_id\":\"shop\",\"data\":" + data + "}");
    }

    @Test
    void keepsTheTypeOfTheUserAndLeavesOutWhatIsMissing() throws Exception {
        WebSocketClient client = world.join("ada", room);

        world.send("{\"data\":1,\"user_id\":7,\"other\":[1],\"room_id\":\"" + room + "\"}");
        assertThat(client.frame()).isEqualTo("{\"user_id\":7,\"data\":1}");
        world.send("{\"room_id\":\"" + room + "\",\"data\":1}");
        assertThat(client.frame()).isEqualTo("{\"data\":1}");
        world.send("{\"room_id\":\"" + room + "\",\"user_id\":\"shop\"}");
        assertThat(client.frame()).isEqualTo("{\"user_id\":\"shop\"}");
    }

    @Test
    void deliversTheNineGoodOnesOfABatch() throws Exception {
        WebSocketClient client = world.join("ada", room);
        List<String> bodies = new ArrayList<>();
        IntStream.range(0, 9).forEach(i -> bodies.add("{\"room_id\":\"" + room + "\",\"data\":" + i + "}"));
        bodies.add(4, "not JSON");

        world.sendBatch(bodies);

        List<String> frames = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            frames.add(client.frame());
        }
        assertThat(frames)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 9)
                        .mapToObj(i -> "{\"data\":" + i + "}")
                        .toList());
        assertThat(deadLetter("not JSON").messageAttributes().get("reason").stringValue())
                .contains("not JSON");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not JSON",
                "null",
                "\"x\"",
                "[]",
                "{}",
                "{\"room_id\":null}",
                "{\"room_id\":\"\"}",
                "{\"room_id\":{}}",
                "{\"room_id\":[1]}",
                "{\"room_id\":true}",
                "{\"room_id\":\"x\"} {}",
                "{\"room_id\":\"x\""
            })
    void parksWhatCannotBeRead(String body) throws Exception {
        WebSocketClient client = world.join("ada", room);

        world.send(body);
        world.send("{\"room_id\":\"" + room + "\",\"data\":\"next\"}");

        assertThat(client.frame()).isEqualTo("{\"data\":\"next\"}");
        Message parked = deadLetter(body);
        assertThat(parked.messageAttributes()).containsOnlyKeys("reason");
        assertThat(parked.messageAttributes().get("reason").stringValue()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "%", "'", "\\\"", "room_id = :x", "../x"})
    void takesTheRoomsNameLiterally(String name) throws Exception {
        String strange = room + name.replace("\\\"", "\"");
        WebSocketClient inside = world.join("ada", strange);
        WebSocketClient outside = world.join("ada", room);

        world.send("{\"room_id\":\"" + room + name + "\",\"data\":1}");
        world.send("{\"room_id\":\"" + room + "\",\"data\":2}");

        assertThat(inside.frame()).isEqualTo("{\"data\":1}");
        assertThat(outside.frame()).isEqualTo("{\"data\":2}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s.0", "%s.00", "%se0", "%s0e-1"})
    void takesANumberForARoomInAnyNotation(String notation) throws Exception {
        String number = Integer.toString(100_000 + (int) (Math.random() * 900_000));
        WebSocketClient client = world.join("ada", number);

        world.send("{\"user_id\":7.0,\"room_id\":" + notation.formatted(number) + ",\"data\":1.0}");

        assertThat(client.frame()).isEqualTo("{\"user_id\":7.0,\"data\":1.0}");
    }

    @Test
    void takesANumberForARoom() throws Exception {
        String number = Integer.toString(100_000 + (int) (Math.random() * 900_000));
        WebSocketClient client = world.join("ada", number);

        world.send("{\"room_id\":" + number + ",\"data\":1}");

        assertThat(client.frame()).isEqualTo("{\"data\":1}");
    }

    @Test
    void keepsARoomApartFromOneWhoseNameStartsTheSame() throws Exception {
        WebSocketClient shorter = world.join("ada", room);
        WebSocketClient longer = world.join("ada", room + "-2");

        world.send("{\"room_id\":\"" + room + "\",\"data\":\"shorter\"}");
        world.send("{\"room_id\":\"" + room + "-2\",\"data\":\"longer\"}");

        assertThat(shorter.frame()).isEqualTo("{\"data\":\"shorter\"}");
        assertThat(longer.frame()).isEqualTo("{\"data\":\"longer\"}");
        assertThat(shorter.frames()).isEmpty();
        assertThat(longer.frames()).isEmpty();
    }

    private Message deadLetter(String body) {
        List<Message> seen = new ArrayList<>();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            seen.addAll(world.takeDeadLetters());
            return seen.stream().anyMatch(message -> message.body().equals(body));
        });
        return seen.stream()
                .filter(message -> message.body().equals(body))
                .findFirst()
                .orElseThrow();
    }

    private void assertQueueEmpties() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(world.sqs()
                        .getQueueAttributes(get -> get.queueUrl(world.queue()).attributeNames(QueueAttributeName.ALL))
                        .attributes())
                .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0")
                .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "0"));
    }
}
