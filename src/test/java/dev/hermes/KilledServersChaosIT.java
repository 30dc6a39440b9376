package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.bench.Report;
import dev.hermes.command.SetupCommand;
import dev.hermes.dev.FaultTime;
import dev.hermes.dev.FreePort;
import dev.hermes.dev.HermesProcess;
import dev.hermes.dev.Metronome;
import dev.hermes.dev.NodeCrowd;
import dev.hermes.dev.NodeCrowd.Storm;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.World;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers are killed in turn: every client of {@code client/} hears everything, and none of them storms. */
@Tag("chaos")
class KilledServersChaosIT {

    private static final int CLIENTS = 300;
    private static final String[] ROOMS =
            IntStream.range(0, 10).mapToObj(n -> "room-" + n).toArray(String[]::new);
    private static final int PER_SECOND = 5;
    private static final int KILLS = 6;
    private static final Duration BETWEEN_KILLS = FaultTime.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Report report = new Report();

    @BeforeAll
    static void needs() {
        NodeCrowd.assumeInstalled();
    }

    @Test
    void loseAndDoubleNothing(@TempDir Path folder) throws Exception {
        Map<String, String> shared = HermesProcess.apart(Stacks.shared());
        // A message that a killed server had received comes again after the first time.
        shared.put("HERMES_NOTIFICATIONS_VISIBILITY_SECONDS", "5");
        shared.put("HERMES_NODE_LEASE_SECONDS", "4");
        Settings settings = Settings.load(folder, shared);
        SetupCommand.run(settings, new PrintWriter(Writer.nullWriter()));
        try (World world = new World(settings);
                OneServer first = new OneServer(folder, shared);
                OneServer second = new OneServer(folder, shared)) {
            List<OneServer> servers = List.of(first, second);
            servers.forEach(OneServer::awaitStart);
            try (NodeCrowd crowd = NodeCrowd.start(List.of(first.port(), second.port()), tokens(world))) {
                await().atMost(PATIENCE).until(() -> crowd.report(0).open() == CLIENTS);

                int sent;
                try (Metronome load = new Metronome(world, PER_SECOND, ROOMS)) {
                    for (int n = 0; n < KILLS; n++) {
                        FaultTime.pass(BETWEEN_KILLS);
                        crowd.killed();
                        servers.get(n % servers.size()).replace();
                    }
                    FaultTime.pass(BETWEEN_KILLS);
                    sent = load.stop();
                }

                await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
                    NodeCrowd.Report now = crowd.report(sent);
                    assertThat(now.open()).as("%s", now).isEqualTo(CLIENTS);
                    assertThat(now.missing()).as("%s", now).isZero();
                });
                NodeCrowd.Report end = crowd.report(sent);
                report(end, sent);
                assertThat(end.doubled()).isZero();
                assertThat(end.disorder()).isZero();
                assertThat(end.missed()).isZero();
                assertThat(end.errors()).isEmpty();
                assertThat(end.storms()).hasSize(KILLS).allSatisfy(storm -> assertThat(storm.most())
                        .isLessThanOrEqualTo(storm.attempts() / 2));
                assertThat(world.takeDeadLetters()).isEmpty();
            }
        }
    }

    private static List<String> tokens(World world) {
        List<String> tokens = new ArrayList<>();
        for (int n = 0; n < CLIENTS; n++) {
            tokens.add(world.cheapToken("user-" + n, ROOMS[n % ROOMS.length]));
        }
        return tokens;
    }

    private void report(NodeCrowd.Report end, int sent) {
        report.line("killed-servers")
                .with("clients", CLIENTS)
                .with("deliveries", (long) sent * CLIENTS)
                .with("missing", end.missing())
                .with("doubled", end.doubled())
                .with("attempts", end.storms().stream().map(Storm::attempts).toList())
                .with("most_in_a_second", end.storms().stream().map(Storm::most).toList())
                .print();
    }

    /** A server that runs again, on the same ports, as soon as it is killed. */
    private static final class OneServer implements AutoCloseable {

        private final Path folder;
        private final Map<String, String> environment;
        private HermesProcess process;

        OneServer(Path folder, Map<String, String> shared) throws IOException {
            this.folder = folder;
            this.environment = new HashMap<>(shared);
            environment.put("HERMES_GATEWAY_PORT", Integer.toString(FreePort.find()));
            environment.put("HERMES_MANAGEMENT_PORT", Integer.toString(FreePort.find()));
            process = HermesProcess.start(folder, environment);
        }

        void awaitStart() {
            await().atMost(PATIENCE).until(() -> process.output().contains(" started in "));
        }

        String port() {
            return environment.get("HERMES_GATEWAY_PORT");
        }

        void replace() throws IOException {
            process.close();
            process = HermesProcess.start(folder, environment);
        }

        @Override
        public void close() throws IOException {
            process.close();
        }
    }
}
