package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.dev.CollectorStandIn;
import dev.hermes.dev.Fleet;
import dev.hermes.dev.FleetNode;
import dev.hermes.dev.FreePort;
import dev.hermes.dev.Metrics;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose collector of traces hangs, or that has none: nothing else is affected. */
class CollectorAwayIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** With nothing to drain. */
    private static final Duration TO_STOP = Duration.ofSeconds(10);

    private static final String ROOM = "room";
    private static final String AWAY = "does not take spans";
    private static final String BACK = "takes spans again";

    private final int managementPort = FreePort.find();

    @Test
    void deliversWhileItHangsAndSaysOnceThatItDoes() throws Exception {
        try (CollectorStandIn collector = new CollectorStandIn();
                Fleet fleet = new Fleet(Map.of("HERMES_TRACING_ENDPOINT", collector.endpoint()))) {
            FleetNode node = start(fleet, Map.of());
            collector.hang();
            try (World world = clientsOf(fleet, node)) {
                Metrics metrics = new Metrics(world.settings());
                WebSocketClient ada = world.join("ada", ROOM);
                send(world, 0, 100);
                await().atMost(PATIENCE).until(() -> collector.requests() > 0);

                send(world, 100, 200);

                await().atMost(PATIENCE).until(() -> ada.frames().size() == 200);
                assertThat(collector.spans()).isEmpty();
                await().atMost(PATIENCE).until(() -> failed(metrics) > 0);
                int first = collector.requests();
                send(world, 200, 300);
                await().atMost(PATIENCE).until(() -> collector.requests() > first);
                assertThat(node.process().output()).containsOnlyOnce(AWAY).doesNotContain(BACK);

                collector.goOn();
                send(world, 300, 310);
                collector.await(any -> true);
                await().untilAsserted(() -> assertThat(node.process().output())
                        .containsOnlyOnce(AWAY)
                        .containsOnlyOnce(BACK));
                assertThat(ada.frames()).hasSize(310);
                assertThat(node.process().output()).doesNotContain("\tat ", "SEVERE", collector.endpoint());
            }
        }
    }

    @Test
    void endsInTimeWhileItHangs() throws Exception {
        try (CollectorStandIn collector = new CollectorStandIn();
                Fleet fleet = new Fleet(Map.of("HERMES_TRACING_ENDPOINT", collector.endpoint()))) {
            FleetNode node = start(fleet, Map.of());
            collector.hang();
            try (World world = clientsOf(fleet, node)) {
                WebSocketClient ada = world.join("ada", ROOM);
                send(world, 0, 20);
                await().atMost(PATIENCE).until(() -> ada.frames().size() == 20 && collector.requests() > 0);

                long asked = System.nanoTime();
                node.process().terminate();

                assertThat(node.process().exitCode()).isIn(0, 143);
                assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(TO_STOP);
                assertThat(node.process().output()).doesNotContain("\tat ");
            }
        }
    }

    @Test
    void sendsWhatHasEndedBeforeItStops() throws Exception {
        try (CollectorStandIn collector = new CollectorStandIn();
                Fleet fleet = new Fleet(Map.of("HERMES_TRACING_ENDPOINT", collector.endpoint()))) {
            FleetNode node = start(fleet, Map.of());
            try (World world = clientsOf(fleet, node)) {
                WebSocketClient ada = world.join("ada", ROOM);
                send(world, 0, 100);
                await().atMost(PATIENCE).until(() -> ada.frames().size() == 100);

                node.process().terminate();

                assertThat(node.process().exitCode()).isIn(0, 143);
                assertThat(collector.spans()).hasSize(100);
            }
        }
    }

    @Test
    void isNotEvenLoadedWhereThereIsNone(@TempDir Path folder) throws Exception {
        Path classes = folder.resolve("classes.log");
        try (Fleet fleet = new Fleet(Map.of())) {
            FleetNode node = start(fleet, Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + classes));
            try (World world = clientsOf(fleet, node)) {
                WebSocketClient ada = world.join("ada", ROOM);
                send(world, 0, 20);
                await().atMost(PATIENCE).until(() -> ada.frames().size() == 20);

                assertThat(Files.readString(classes))
                        .contains("dev.hermes.queue.QueueConsumer ")
                        .doesNotContain(
                                "io.opentelemetry.sdk",
                                "io.opentelemetry.exporter",
                                "io.opentelemetry.api",
                                "dev.hermes.tracing.SpanTrace",
                                "dev.hermes.tracing.OpenTelemetryTracing");
            }
        }
    }

    private FleetNode start(Fleet fleet, Map<String, String> own) throws Exception {
        Map<String, String> all = new HashMap<>(own);
        all.put("HERMES_MANAGEMENT_PORT", Integer.toString(managementPort));
        return fleet.start(all).awaitReady();
    }

    private World clientsOf(Fleet fleet, FleetNode node) {
        return new World(fleet.world()
                .settings()
                .with("hermes.gateway.port", Integer.toString(node.port()))
                .with("hermes.management.port", Integer.toString(managementPort)));
    }

    private static void send(World world, int from, int to) {
        for (int first = from; first < to; first += 10) {
            List<String> bodies = IntStream.range(first, Math.min(to, first + 10))
                    .mapToObj(number -> "{\"room_id\":\"" + ROOM + "\",\"data\":" + number + "}")
                    .toList();
            world.sendBatch(bodies);
        }
    }

    private static double failed(Metrics metrics) {
        return metrics.sum("hermes_tracing_spans_total", "outcome=\"failed\"");
    }
}
