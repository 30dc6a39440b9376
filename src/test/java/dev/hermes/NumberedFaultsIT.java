package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hermes.dev.Cable;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What numbered clients hear when the line between two nodes is cut, and when their room was not counted for a while. */
class NumberedFaultsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MESSAGES = 100;
    private static final Map<String, String> QUICK =
            Map.of("HERMES_NODE_LEASE_SECONDS", "10", "HERMES_NOTIFICATIONS_VISIBILITY_SECONDS", "4");

    /** The data of the next frames; each must have the number that the client had to expect. */
    private static List<Integer> heard(WebSocketClient client, long head, int count) throws Exception {
        List<Integer> all = new ArrayList<>();
        while (all.size() < count) {
            JsonNode frame = JSON.readTree(client.frame());
            assertThat(frame.get("seq").longValue()).isEqualTo(head + 1 + all.size());
            all.add(frame.get("data").intValue());
        }
        return all;
    }

    private static void send(World world, int data) {
        world.send("{\"room_id\":\"room\",\"data\":" + data + "}");
    }

    @Test
    void aRoomIsNumberedWhileAndAsLongAfterSomebodyAsksForIt() throws Exception {
        try (DevStack stack = Stacks.start(Path.of(""), Map.of("HERMES_HISTORY_SECONDS", "3"));
                World world = new World(stack)) {
            WebSocketClient plain = world.join("bob", "room");
            send(world, 0);
            assertThat(plain.frame()).isEqualTo("{\"data\":0}");
            assertThat(rows(world)).isZero();

            WebSocketClient numbered = world.joinSince("ada", "room", "now");
            long head = numbered.head();
            send(world, 1);
            assertThat(heard(numbered, head, 1)).containsExactly(1);
            assertThat(plain.frame()).isEqualTo("{\"data\":1}");
            numbered.close();
            send(world, 2);
            assertThat(plain.frame()).isEqualTo("{\"data\":2}");
            WebSocketClient back = world.joinSince("ada", "room", Long.toString(head + 1));
            assertThat(back.head()).isEqualTo(head + 2);
            assertThat(heard(back, head + 1, 1)).containsExactly(2);
            back.close();

            AtomicInteger next = new AtomicInteger(3);
            await().pollInterval(Duration.ofSeconds(1))
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> {
                        int before = rows(world);
                        int data = next.getAndIncrement();
                        send(world, data);
                        assertThat(plain.frame()).isEqualTo("{\"data\":" + data + "}");
                        await().until(() -> world.undelivered() == 0);
                        return rows(world) == before;
                    });
            JsonNode greeting = JSON.readTree(
                    world.joinSince("eve", "room", Long.toString(head + 2)).frame());
            assertThat(greeting.at("/hermes/resumed").booleanValue()).isFalse();
            assertThat(greeting.at("/hermes/head").longValue()).isGreaterThan(head + next.get());
            assertThat(plain.frames()).isEmpty();
        }
    }

    /** How many rows there are with messages. */
    private static int rows(World world) {
        return (int)
                world
                        .dynamoDb()
                        .scanPaginator(scan -> scan.tableName(world.settings().get("hermes.rooms.table")))
                        .items()
                        .stream()
                        .filter(row -> row.get("part").s().contains("messages/") && row.containsKey("messages"))
                        .count();
    }

    @Test
    void allIsHeardOnceTheLineBetweenTwoNodesIsBack() throws Exception {
        int port = FreePort.find();
        int behindCable = FreePort.find();
        try (DevStack stack = Stacks.start(Path.of(""), QUICK);
                Cable cable = new Cable(port, behindCable)) {
            Settings settings = stack.settings()
                    .with("hermes.gateway.port", Integer.toString(behindCable))
                    .with("hermes.node.endpoint", "http://127.0.0.1:" + port + "/dev")
                    .with("hermes.management.port", Integer.toString(FreePort.find()));
            Server other = Server.start(settings);
            try (World world = new World(stack);
                    World otherWorld = new World(settings)) {
                WebSocketClient here = world.joinSince("ada", "room", "now");
                long head = here.head();
                WebSocketClient there = otherWorld.joinSince("bob", "room", "now");
                assertThat(there.head()).isEqualTo(head);
                cable.pullOut();
                IntStream.range(0, MESSAGES).forEach(data -> send(world, data));
                List<Integer> heardHere = heard(here, head, MESSAGES);

                cable.plugIn();

                assertThat(heard(there, head, MESSAGES)).isEqualTo(heardHere);
            } finally {
                other.close();
            }
        }
    }
}
