package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hermes.dev.Cable;
import dev.hermes.dev.DevStack;
import dev.hermes.dev.FreePort;
import dev.hermes.dev.HermesProcess;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What numbered clients of two nodes hear while one is killed, or the line between them is cut. */
class NumberedFaultsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MESSAGES = 100;
    private static final Map<String, String> QUICK =
            Map.of("HERMES_NODE_LEASE_SECONDS", "10", "HERMES_NOTIFICATIONS_VISIBILITY_SECONDS", "4");

    private static long head(WebSocketClient client) throws Exception {
        return JSON.readTree(client.frame()).at("/hermes/head").longValue();
    }

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

    private static int waiting(WebSocketClient client) {
        return (int) client.frames().stream()
                .filter(frame -> frame.contains("\"seq\":"))
                .count();
    }

    @Test
    void nothingIsLostOrDoubledWhereANodeIsKilled(@TempDir Path folder) throws Exception {
        try (DevStack stack = Stacks.start(Path.of(""), QUICK);
                World world = new World(stack)) {
            Map<String, String> environment = HermesProcess.beside(stack);
            environment.putAll(QUICK);
            environment.put("HERMES_API_ACCESS_KEY_ID", stack.settings().get("hermes.connections-api.access-key-id"));
            environment.put(
                    "HERMES_API_SECRET_ACCESS_KEY", stack.settings().get("hermes.connections-api.secret-access-key"));
            WebSocketClient survivor = world.joinSince("ada", "room", "now");
            long head = head(survivor);
            List<Integer> before;
            try (HermesProcess victim = HermesProcess.start(folder, environment)) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> victim.output().contains(" started in "));
                WebSocketClient orphan =
                        WebSocketClient.open(URI.create("ws://127.0.0.1:" + environment.get("HERMES_GATEWAY_PORT")
                                + "/dev?since=now&token=" + world.token("bob", "room")));
                assertThat(head(orphan)).isEqualTo(head);
                Thread sender =
                        new Thread(() -> IntStream.range(0, MESSAGES).forEach(data -> send(world, data)), "sender");
                sender.start();
                before = heard(orphan, head, MESSAGES / 4);

                victim.kill();

                assertThat(orphan.closeCode()).isEqualTo(1006);
                before.addAll(heard(orphan, head + before.size(), waiting(orphan)));
                sender.join();
            }
            long last = head + before.size();
            WebSocketClient back = world.joinSince("bob", "room", Long.toString(last));
            head(back);

            before.addAll(heard(back, last, MESSAGES - before.size()));

            assertThat(before).isEqualTo(heard(survivor, head, MESSAGES));
            assertThat(before)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, MESSAGES).boxed().toList());
        }
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
                long head = head(here);
                WebSocketClient there = otherWorld.joinSince("bob", "room", "now");
                assertThat(head(there)).isEqualTo(head);
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
