package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.dev.DevStack;
import dev.hermes.dev.HermesProcess;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of two nodes is killed: its clients go to the other, and its rows go when its lease is over. */
class KilledNodeIT {

    /** A message that the queue gives to the long poll of a killed process comes again after the time-out. */
    private static final Map<String, String> SHORT =
            Map.of("HERMES_NODE_LEASE_SECONDS", "4", "HERMES_NOTIFICATIONS_VISIBILITY_SECONDS", "5");

    @Test
    void losesNobodyAndLeavesNothing(@TempDir Path folder) throws Exception {
        try (DevStack stack = Stacks.start(Path.of(""), SHORT);
                World world = new World(stack)) {
            Map<String, String> environment = HermesProcess.beside(stack);
            environment.putAll(SHORT);
            environment.put("HERMES_API_ACCESS_KEY_ID", stack.settings().get("hermes.connections-api.access-key-id"));
            environment.put(
                    "HERMES_API_SECRET_ACCESS_KEY", stack.settings().get("hermes.connections-api.secret-access-key"));
            String token = world.token("ada", "room");
            WebSocketClient survivor = world.join("bob", "room");
            try (HermesProcess victim = HermesProcess.start(folder, environment)) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> victim.output().contains(" started in "));
                String gateway = "ws://127.0.0.1:" + environment.get("HERMES_GATEWAY_PORT") + "/dev?token=";
                WebSocketClient orphan = WebSocketClient.open(URI.create(gateway + token));
                tell(world, "both");
                assertThat(survivor.frame()).isEqualTo("{\"data\":\"both\"}");
                assertThat(orphan.frame()).isEqualTo("{\"data\":\"both\"}");

                victim.kill();

                assertThat(orphan.closeCode()).isEqualTo(1006);
            }
            WebSocketClient again = world.joinWith(token);
            tell(world, "later");
            assertThat(survivor.frame()).isEqualTo("{\"data\":\"later\"}");
            assertThat(again.frame()).isEqualTo("{\"data\":\"later\"}");
            await().atMost(Duration.ofSeconds(40))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        tell(world, "still");
                        return world.rows("room").size() == 2;
                    });
            assertThat(world.rows("room"))
                    .allSatisfy(row -> assertThat(row.get("endpoint").s())
                            .startsWith(stack.settings().get("hermes.node.endpoint") + "/@nodes/"));
        }
    }

    private static void tell(World world, String data) {
        world.send("{\"room_id\":\"room\",\"data\":\"" + data + "\"}");
    }
}
