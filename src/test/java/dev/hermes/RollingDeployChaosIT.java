package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.bench.Report;
import dev.hermes.dev.FaultTime;
import dev.hermes.dev.Fleet;
import dev.hermes.dev.FleetNode;
import dev.hermes.dev.Followers;
import dev.hermes.dev.Metronome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three nodes are restarted one by one, while a room with clients on all of them is told much. */
@Tag("chaos")
class RollingDeployChaosIT {

    private static final int NODES = 3;
    private static final int FOLLOWERS = Integer.getInteger("chaos.connections", 300);
    private static final int PER_SECOND = Integer.getInteger("chaos.per-second", 200);
    private static final int DRAIN_DELAY_SECONDS = 2;
    private static final int DRAIN_SECONDS = 10;
    /** No second of a drain has more than so many times its mean of reconnects. */
    private static final int MOST_OVER_MEAN = 3;

    private static final Duration WARM_UP = FaultTime.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Report report = new Report();

    @Test
    void losesAndDoublesNothingAndSpreadsTheReconnects() throws Exception {
        try (Fleet fleet = new Fleet(Map.of(
                        "HERMES_GATEWAY_DRAIN_DELAY_SECONDS",
                        Integer.toString(DRAIN_DELAY_SECONDS),
                        "HERMES_GATEWAY_DRAIN_SECONDS",
                        Integer.toString(DRAIN_SECONDS)));
                Followers followers = new Followers(fleet.world(), "room")) {
            List<FleetNode> nodes = new ArrayList<>();
            for (int i = 0; i < NODES; i++) {
                nodes.add(fleet.start().awaitReady());
            }
            followers.use(nodes.stream().map(FleetNode::port).toList());
            followers.join(FOLLOWERS);
            List<Double> spreads = new ArrayList<>();
            int sent;
            try (Metronome messages = new Metronome(fleet.world(), PER_SECOND, "room")) {
                FaultTime.pass(WARM_UP);
                for (FleetNode node : nodes) {
                    spreads.add(restart(node, followers));
                }
                sent = messages.stop();
            }

            await().atMost(PATIENCE).until(() -> followers.missing(sent) == 0);
            await().atMost(PATIENCE).until(() -> fleet.world().undelivered() == 0);
            followers
                    .add(report.line("rolling-deploy").with("nodes", NODES), sent)
                    .with("busiest_second_over_mean", spreads)
                    .with("replays", followers.replays().count())
                    .with("replay_p50_ms", followers.replays().p50())
                    .with("replay_p99_ms", followers.replays().p99())
                    .print();
            followers.verify();
            assertThat(spreads).allMatch(spread -> spread <= MOST_OVER_MEAN);
            assertThat(fleet.world().takeDeadLetters()).isEmpty();
        }
    }

    /** Returns how many times the mean of its seconds the busiest second of the drain had, counted in reconnects. */
    private static double restart(FleetNode node, Followers followers) throws Exception {
        long stopped = System.nanoTime();
        node.process().terminate();
        assertThat(node.process().exitCode()).isIn(0, 143);
        long ended = System.nanoTime();
        double spread = busiestOverMean(followers.opened().stream()
                .filter(at -> at - stopped > 0 && at - ended < 0)
                .map(at ->
                        at - stopped - Duration.ofSeconds(DRAIN_DELAY_SECONDS).toNanos())
                .toList());
        node.start();
        node.awaitReady();
        return spread;
    }

    private static double busiestOverMean(List<Long> nanos) {
        int[] perSecond = new int[DRAIN_SECONDS + 1];
        nanos.forEach(at -> perSecond[(int) Math.max(0, Math.min(DRAIN_SECONDS, at / 1_000_000_000L))]++);
        int busiest = 0;
        for (int count : perSecond) {
            busiest = Math.max(busiest, count);
        }
        assertThat(nanos).isNotEmpty();
        return busiest / ((double) nanos.size() / DRAIN_SECONDS);
    }
}
