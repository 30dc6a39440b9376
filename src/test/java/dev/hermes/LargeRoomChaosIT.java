package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.bench.Report;
import dev.hermes.dev.FaultTime;
import dev.hermes.dev.FaultyStack;
import dev.hermes.dev.Metronome;
import dev.hermes.dev.QueryMeter;
import dev.hermes.dev.StandInNodes;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A room of 100 000 connections on 20 nodes: a message costs what its 20 nodes cost. */
@Tag("chaos")
class LargeRoomChaosIT {

    private static final int NODES = 20;
    private static final int CONNECTIONS = Integer.getInteger("chaos.connections", 100_000);
    /** Few enough that none shares its look-up, or its requests to the nodes, with the next. */
    private static final int PER_SECOND = 2;

    private static final Duration WARM_UP = FaultTime.ofSeconds(20);
    private static final Duration MEASURED = FaultTime.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String MEMBERS = "members";
    private static final String INDEX = "index";

    private final Report report = new Report();

    @Test
    void readsTheHoldersOfARoomForEachMessageAndItsIndexNowAndThen() throws Exception {
        try (FaultyStack stack = new FaultyStack(
                                Map.of("HERMES_API_ACCESS_KEY_ID", "local", "HERMES_API_SECRET_ACCESS_KEY", "local"))
                        .setUp();
                StandInNodes nodes = new StandInNodes(stack.world(), NODES)) {
            nodes.join("small", NODES);
            nodes.join("large", CONNECTIONS);
            stack.start().awaitReady();

            measure(stack, nodes, "small", NODES);
            measure(stack, nodes, "large", CONNECTIONS);

            assertThat(stack.world().takeDeadLetters()).isEmpty();
            assertThat(stack.world().rows("large")).hasSize(CONNECTIONS);
        }
    }

    private void measure(FaultyStack stack, StandInNodes nodes, String room, int connections) throws Exception {
        try (Metronome warmUp = new Metronome(stack.world(), PER_SECOND, room)) {
            FaultTime.pass(WARM_UP);
            warmUp.stop();
            await().atMost(PATIENCE).until(() -> stack.world().undelivered() == 0);
        }
        QueryMeter meter = new QueryMeter(LargeRoomChaosIT::kind);
        stack.dynamoDb().meter(meter);
        int before = nodes.requests();
        int pushesBefore = nodes.pushes().get(0);
        Duration cpuBefore = stack.hermes().cpu();
        long begun = System.nanoTime();
        int sent;
        try (Metronome messages = new Metronome(stack.world(), PER_SECOND, room)) {
            FaultTime.pass(MEASURED);
            sent = messages.stop();
        }
        await().atMost(PATIENCE).until(() -> stack.world().undelivered() == 0);
        double seconds = (System.nanoTime() - begun) / 1e9;
        double membersPerMessage = meter.units(MEMBERS) / sent;
        double indexPerSecond = meter.units(INDEX) / seconds;
        double requestsPerMessage = (double) (nodes.requests() - before) / sent;
        report.line("large-room")
                .with("connections", connections)
                .with("nodes", NODES)
                .with("messages", sent)
                .with("member_units_per_message", membersPerMessage)
                .with("index_units_per_s", indexPerSecond)
                .with("requests_per_message", requestsPerMessage)
                .with(
                        "cpu_ms_per_message",
                        stack.hermes().cpu().minus(cpuBefore).toMillis() / (double) sent)
                .print();
        assertThat(nodes.pushes()).allMatch(pushes -> pushes == pushesBefore + sent);
        assertThat(membersPerMessage).isPositive().isLessThanOrEqualTo(4);
        assertThat(indexPerSecond).isPositive().isLessThanOrEqualTo(130);
        assertThat(requestsPerMessage).isLessThanOrEqualTo(NODES);
    }

    private static String kind(String query) {
        return query.contains("\"IndexName\"") ? INDEX : query.contains("members/") ? MEMBERS : "other";
    }
}
