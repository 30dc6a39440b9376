package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.hermes.dev.DevStack;
import dev.hermes.dev.HermesProcess;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.WebSocketClient.Refused;
import dev.hermes.dev.World;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Section 6 of the contract: what clients see of a node that stops. */
class DrainIT {

    @TempDir
    private Path folder;

    private final DevStack aws = Stacks.shared();
    private final World world = new World(aws);
    private final String room = "room-" + UUID.randomUUID();
    private Map<String, String> environment;

    @BeforeEach
    void environment() {
        environment = HermesProcess.beside(aws);
        // A queue of its own: the shared stack would take the messages of this node.
        environment.put("HERMES_NOTIFICATIONS_QUEUE", "drain-queue");
        environment.put("HERMES_NOTIFICATIONS_DEAD_LETTER_QUEUE", "drain-dlq");
    }

    @AfterEach
    void leave() {
        world.close();
    }

    @Test
    void refusesNewClientsServesThoseItHasAndClosesThemOneAfterTheOther() throws Exception {
        environment.put("HERMES_GATEWAY_DRAIN_DELAY_SECONDS", "3");
        environment.put("HERMES_GATEWAY_DRAIN_SECONDS", "3");
        try (HermesProcess hermes = started()) {
            List<WebSocketClient> clients = clients(10);

            hermes.terminate();

            await().atMost(Duration.ofSeconds(2)).untilAsserted(() -> assertThatExceptionOfType(Refused.class)
                    .isThrownBy(() -> open("late"))
                    .extracting(Refused::status)
                    .isEqualTo(503));
            assertThat(clients).allMatch(WebSocketClient::isOpen);
            clients.get(0).send("{\"action\":\"sendMessage\",\"data\":1}");
            assertThat(clients.get(1).frame()).isEqualTo("{\"user_id\":\"user-0\",\"data\":1}");
            await().atMost(Duration.ofSeconds(20)).until(() -> clients.stream().anyMatch(client -> !client.isOpen()));
            assertThat(clients).anyMatch(WebSocketClient::isOpen);
            for (WebSocketClient client : clients) {
                assertThat(client.closeCode()).isEqualTo(1012);
            }
            assertThat(hermes.exitCode()).isEqualTo(143);
            assertThat(world.rows(room)).isEmpty();
            assertThat(hermes.output()).doesNotContain("WARN", "ERROR", "Exception");
        }
    }

    @Test
    void endsAsSoonAsNobodyIsLeft() throws Exception {
        environment.put("HERMES_GATEWAY_DRAIN_DELAY_SECONDS", "3600");
        try (HermesProcess hermes = started()) {
            WebSocketClient client = clients(1).get(0);
            hermes.terminate();
            await().untilAsserted(() -> assertThatExceptionOfType(Refused.class).isThrownBy(() -> open("late")));

            client.close();

            assertThat(hermes.exitCode()).isEqualTo(143);
            assertThat(world.rows(room)).isEmpty();
        }
    }

    @Test
    void endsAtOnceAtASecondSignal() throws Exception {
        environment.put("HERMES_GATEWAY_DRAIN_DELAY_SECONDS", "3600");
        try (HermesProcess hermes = started()) {
            WebSocketClient client = clients(1).get(0);
            hermes.terminate();
            await().untilAsserted(() -> assertThatExceptionOfType(Refused.class).isThrownBy(() -> open("late")));
            assertThat(client.isOpen()).isTrue();

            hermes.terminate();

            assertThat(hermes.exitCode()).isEqualTo(143);
        }
    }

    private HermesProcess started() throws Exception {
        try (HermesProcess setup = HermesProcess.start(folder, environment, "setup")) {
            assertThat(setup.exitCode()).as(setup.output()).isZero();
        }
        HermesProcess hermes = HermesProcess.start(folder, environment);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !hermes.isRunning() || hermes.output().contains(" started in "));
        return hermes;
    }

    private List<WebSocketClient> clients(int count) {
        List<WebSocketClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(open("user-" + i));
        }
        return clients;
    }

    private WebSocketClient open(String user) {
        return WebSocketClient.open(URI.create(
                "ws://127.0.0.1:" + environment.get("HERMES_GATEWAY_PORT") + "/dev?token=" + world.token(user, room)));
    }
}
