package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that ask for numbers get all that their room was told while they were away, in order and once. */
class ResumeIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final World world = new World(Stacks.shared());
    private final String room = "resume-" + UUID.randomUUID();

    @AfterEach
    void close() {
        world.close();
    }

    private static JsonNode read(String frame) {
        try {
            return JSON.readTree(frame);
        } catch (java.io.IOException e) {
            throw new AssertionError("No JSON: " + frame, e);
        }
    }

    private static JsonNode greeting(WebSocketClient client) throws InterruptedException {
        return read(client.frame()).required("hermes");
    }

    private void send(int number) {
        world.send("{\"user_id\":\"ada\",\"room_id\":\"" + room + "\",\"data\":" + number + "}");
    }

    /** The numbers of the next frames, which must carry the data that was sent, in this order. */
    private static List<Long> numbers(WebSocketClient client, int count) throws InterruptedException {
        List<Long> numbers = new ArrayList<>();
        while (numbers.size() < count) {
            JsonNode frame = read(client.frame());
            if (frame.has("seq")) {
                numbers.add(frame.get("seq").longValue());
            }
        }
        return numbers;
    }

    @Test
    void greetsWithTheHeadThenNumbersWhatComes() throws Exception {
        WebSocketClient client = world.joinSince("ada", room, "now");
        JsonNode greeting = greeting(client);
        long head = greeting.required("head").longValue();

        send(1);
        String frame = client.frame();

        assertThat(greeting).isEqualTo(JSON.readTree("{\"head\":" + head + ",\"resumed\":true,\"missed\":0}"));
        assertThat(frame).isEqualTo("{\"user_id\":\"ada\",\"data\":1,\"seq\":" + (head + 1) + "}");
    }

    @Test
    void givesAllThatWasMissedThenWhatComes() throws Exception {
        WebSocketClient first = world.joinSince("ada", room, "now");
        long head = greeting(first).required("head").longValue();
        send(1);
        numbers(first, 1);
        first.close();
        for (int i = 2; i <= 101; i++) {
            send(i);
        }
        WebSocketClient other = world.joinSince("bob", room, Long.toString(head + 1));
        numbers(other, 100);

        WebSocketClient again = world.joinSince("ada", room, Long.toString(head + 1));
        JsonNode greeting = greeting(again);
        List<Long> missed = numbers(again, 100);
        send(102);
        List<Long> live = numbers(again, 1);

        assertThat(greeting.required("missed").longValue()).isEqualTo(100);
        assertThat(missed)
                .isEqualTo(LongStream.rangeClosed(head + 2, head + 101).boxed().toList());
        assertThat(live).containsExactly(head + 102);
    }

    @Test
    void leavesTheFramesOfPlainClientsAsTheyAre() throws Exception {
        WebSocketClient plain = world.join("bob", room);
        WebSocketClient numbered = world.joinSince("ada", room, "now");
        greeting(numbered);

        send(1);
        numbers(numbered, 1);

        assertThat(plain.frame()).isEqualTo("{\"user_id\":\"ada\",\"data\":1}");
        assertThat(plain.frames()).isEmpty();
    }

    @Test
    void numbersAClientThatAsksForItLater() throws Exception {
        WebSocketClient client = world.join("ada", room);
        client.send("{\"action\":\"resume\",\"since\":\"now\"}");
        long head = greeting(client).required("head").longValue();
        send(1);
        numbers(client, 1);

        client.send("{\"action\":\"resume\",\"since\":" + head + "}");
        JsonNode greeting = greeting(client);

        assertThat(greeting.required("missed").longValue()).isEqualTo(1);
        assertThat(numbers(client, 1)).containsExactly(head + 1);
    }

    @Test
    void showsNobodyWhatWasForOthersAndSaysWhatTheNextNumberIs() throws Exception {
        WebSocketClient ada = world.joinSince("ada", room, "now");
        long head = greeting(ada).required("head").longValue();
        WebSocketClient bob = world.joinSince("bob", room, "now");
        greeting(bob);
        world.send("{\"room_id\":\"" + room + "\",\"data\":\"secret\",\"hermes\":{\"to\":[\"ada\"]}}");
        numbers(ada, 1);
        send(2);
        numbers(ada, 1);

        WebSocketClient back = world.joinSince("bob", room, Long.toString(head));
        greeting(back);

        for (WebSocketClient client : List.of(bob, back)) {
            assertThat(client.frame()).isEqualTo("{\"hermes\":{\"at\":" + (head + 1) + "}}");
            assertThat(numbers(client, 1)).containsExactly(head + 2);
            assertThat(client.frames()).isEmpty();
        }
    }

    @Test
    void givesMoreThanMayWaitForASocketToAClientThatReadsSlowly() throws Exception {
        WebSocketClient first = world.joinSince("ada", room, "now");
        long head = greeting(first).required("head").longValue();
        String data = "x".repeat(60_000);
        for (int i = 0; i < 40; i++) {
            world.send("{\"room_id\":\"" + room + "\",\"data\":\"" + data + "\"}");
        }
        numbers(first, 40);

        WebSocketClient slow = world.joinSince("bob", room, Long.toString(head));
        greeting(slow);

        assertThat(numbers(slow, 40))
                .isEqualTo(LongStream.rangeClosed(head + 1, head + 40).boxed().toList());
        assertThat(slow.isOpen()).isTrue();
    }

    @Test
    void sendsTheLastOfTheRoom() throws Exception {
        WebSocketClient first = world.joinSince("ada", room, "now");
        long head = greeting(first).required("head").longValue();
        for (int i = 0; i < 5; i++) {
            send(i);
        }
        numbers(first, 5);

        WebSocketClient late = world.joinSince("bob", room, "-2");

        assertThat(greeting(late).required("missed").longValue()).isEqualTo(2);
        assertThat(numbers(late, 2)).containsExactly(head + 4, head + 5);
    }

    @Test
    void refusesAnotherSince() {
        assertThatExceptionOfType(WebSocketClient.Refused.class)
                .isThrownBy(() -> world.joinSince("ada", room, "then"))
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(400));
    }

    @Test
    void tellsAClientWithAnUnknownNumberToLoadAnew() throws Exception {
        JsonNode greeting = greeting(world.joinSince("ada", room, "5"));

        assertThat(greeting.required("resumed").booleanValue()).isFalse();
        assertThat(greeting.required("from").isNull()).isTrue();
        assertThat(greeting.required("reload_after_ms").isIntegralNumber()).isTrue();
    }

    @Test
    void writesNoMessageOfARoomWithoutNumberedClients() throws Exception {
        WebSocketClient plain = world.join("ada", room);

        send(1);
        plain.frame();

        await().until(() -> world.inFlight() == 0);
        assertThat(world.dynamoDb().scanPaginator(scan -> scan.tableName("hermesRooms")).items().stream()
                        .map(item -> item.get("part").s()))
                .doesNotContain("messages/" + room);
    }
}
