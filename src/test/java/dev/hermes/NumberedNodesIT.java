package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hermes.dev.DevStack;
import dev.hermes.dev.FreePort;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Numbered clients of one room on two nodes, over a standard queue that both receive from. */
class NumberedNodesIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MESSAGES = 200;

    private DevStack stack;
    private Server other;
    private World world;
    private World otherWorld;

    @BeforeEach
    void start() throws Exception {
        stack = Stacks.start(Path.of(""), Map.of("HERMES_NODE_LEASE_SECONDS", "4"));
        Settings settings = stack.settings()
                .with("hermes.gateway.port", Integer.toString(FreePort.find()))
                .with("hermes.gateway.drain-delay-seconds", "1")
                .with("hermes.gateway.drain-seconds", "2")
                .with("hermes.management.port", Integer.toString(FreePort.find()));
        other = Server.start(settings);
        world = new World(stack.settings());
        otherWorld = new World(settings);
    }

    @AfterEach
    void stop() {
        otherWorld.close();
        world.close();
        other.close();
        stack.close();
    }

    /** A number and the data that has it. */
    private record Told(long number, int data) {}

    /** The next frames, each with the number that the client had to expect. */
    private static List<Told> told(WebSocketClient client, long head, int count) throws Exception {
        List<Told> all = new ArrayList<>();
        long last = head;
        while (all.size() < count) {
            JsonNode frame = JSON.readTree(client.frame());
            if (frame.has("hermes")) {
                last = frame.at("/hermes/at").longValue();
            } else {
                assertThat(frame.get("seq").longValue()).isEqualTo(last + 1);
                last++;
                all.add(new Told(last, frame.get("data").intValue()));
            }
        }
        return all;
    }

    private void send(int data) {
        world.send("{\"room_id\":\"room\",\"data\":" + data + "}");
    }

    @Test
    void giveAllClientsTheSameMessagesInTheSameOrder() throws Exception {
        WebSocketClient here = world.joinSince("ada", "room", "now");
        WebSocketClient there = otherWorld.joinSince("bob", "room", "now");
        long head = here.head();
        assertThat(there.head()).isEqualTo(head);

        IntStream.range(0, MESSAGES).parallel().forEach(this::send);
        List<Told> heard = told(here, head, MESSAGES);

        assertThat(told(there, head, MESSAGES)).isEqualTo(heard);
        assertThat(heard)
                .extracting(Told::data)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, MESSAGES).boxed().toList());
    }

    @Test
    void loseAndDoubleNothingForAClientThatComesBackWhenItsNodeStops() throws Exception {
        WebSocketClient here = world.joinSince("ada", "room", "now");
        WebSocketClient there = otherWorld.joinSince("bob", "room", "now");
        long head = here.head();
        there.head();
        Thread sender = new Thread(() -> IntStream.range(0, MESSAGES).forEach(this::send), "sender");
        sender.start();
        List<Told> before = told(there, head, 10);

        Thread stopping = new Thread(other::close, "stopping");
        stopping.start();
        assertThat(there.closeCode()).isEqualTo(1012);
        before.addAll(told(there, head + 10, numbered(there)));
        long last = before.get(before.size() - 1).number();
        WebSocketClient back = world.joinSince("bob", "room", Long.toString(last));
        back.head();
        List<Told> after = told(back, last, MESSAGES - before.size());
        sender.join();
        stopping.join();

        before.addAll(after);
        assertThat(before).isEqualTo(told(here, head, MESSAGES));
    }

    private static int numbered(WebSocketClient client) {
        return (int) client.frames().stream()
                .filter(frame -> frame.contains("\"seq\":"))
                .count();
    }

    @Test
    void giveAMessageToANumberedClientOfANodeThatNobodyKnewAsCounted() throws Exception {
        WebSocketClient plain = world.join("ada", "room");
        send(1);
        assertThat(plain.frame()).isEqualTo("{\"data\":1}");

        WebSocketClient there = otherWorld.joinSince("bob", "room", "now");
        long head = there.head();
        send(2);
        send(3);

        assertThat(told(there, head, 2)).extracting(Told::data).containsExactlyInAnyOrder(2, 3);
        await().atMost(Duration.ofSeconds(10)).until(() -> plain.frames().size() == 2);
        assertThat(plain.frames()).containsExactlyInAnyOrder("{\"data\":2}", "{\"data\":3}");
    }
}
