package dev.hermes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.dev.ApiGatewayStandIn;
import dev.hermes.dev.DevStack;
import dev.hermes.dev.Example;
import dev.hermes.dev.HermesProcess;
import dev.hermes.dev.Metrics;
import dev.hermes.dev.RawClient;
import dev.hermes.dev.RuleFolder;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.World;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that is told to stop while it is probed, and while clients go on connecting. */
class StopIT {

    private static final int CLIENTS = 8;

    private final Map<String, String> environment = HermesProcess.beside(Stacks.shared());
    private final AtomicInteger answered = new AtomicInteger();

    @Test
    void printsNoStackTrace(@TempDir Path folder) throws Exception {
        String handshake;
        try (World world = new World(Stacks.shared())) {
            handshake = "GET /dev?token=" + world.token("ada", "room-" + UUID.randomUUID())
                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        }
        ExecutorService clients = Executors.newFixedThreadPool(2 * CLIENTS);
        try (HermesProcess hermes = HermesProcess.start(folder, environment)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> hermes.output().contains(" started in "));
            for (int i = 0; i < CLIENTS; i++) {
                clients.execute(() -> askWhileRunning(hermes, "HERMES_GATEWAY_PORT", handshake));
                clients.execute(() -> askWhileRunning(
                        hermes, "HERMES_MANAGEMENT_PORT", "GET /observe/health HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> answered.get() > 500);

            hermes.terminate();

            assertThat(hermes.exitCode()).isIn(0, 143);
            assertThat(hermes.output()).doesNotContain("\tat ", "Exception");
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void deliversWhatAnAggregateHolds(@TempDir Path folder) throws Exception {
        RuleFolder rules = RuleFolder.copyOf(Path.of("routes"), folder.resolve("routes"));
        Example.named("digest").copyTo(rules.path());
        try (ApiGatewayStandIn gateway = new ApiGatewayStandIn()) {
            try (DevStack stack = Stacks.start(folder, Map.of("HERMES_APIGATEWAY_ENDPOINT", gateway.endpoint()));
                    World world = new World(stack)) {
                Metrics metrics = new Metrics(world.settings());
                world.plantRow("ada=", "held", "ada");
                world.send("{\"room_id\":\"held\",\"data\":1}");
                await().until(() -> metrics.sum("hermes_notifications_total", "outcome=\"acknowledged\"") == 1);
                assertThat(gateway.taken("ada=")).isEmpty();
            }

            assertThat(gateway.taken("ada=")).containsExactly("{\"data\":[1]}");
        }
    }

    private void askWhileRunning(HermesProcess hermes, String port, String request) {
        while (hermes.isRunning()) {
            try (RawClient client =
                    RawClient.send(Integer.parseInt(environment.get(port)), request.getBytes(ISO_8859_1))) {
                client.answer();
                answered.incrementAndGet();
            } catch (IOException stopped) {
                // As it must in the end.
            }
        }
    }
}
