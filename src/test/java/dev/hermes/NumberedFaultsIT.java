package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hermes.dev.Cable;
import dev.hermes.dev.DevStack;
import dev.hermes.dev.FreePort;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What numbered clients of two nodes hear when the line between the nodes is cut. */
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
