package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.bench.Latencies;
import dev.hermes.bench.Report;
import dev.hermes.dev.FaultTime;
import dev.hermes.dev.Fleet;
import dev.hermes.dev.Followers;
import dev.hermes.dev.Metronome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every client of a large room loses its connection about every fifteen seconds, as on a train. */
@Tag("chaos")
class JitterChaosIT {

    private static final int FOLLOWERS = Integer.getInteger("chaos.connections", 2_000);
    private static final int PER_SECOND = 2;
    private static final Duration SOONEST_CUT = Duration.ofSeconds(10);
    private static final Duration LATEST_CUT = Duration.ofSeconds(20);
    private static final Duration BACK_AFTER = Duration.ofMillis(2_500);
    private static final Duration JITTER = FaultTime.ofSeconds(120);
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Report report = new Report();

    @Test
    void deliversEverythingInOrderAndOnce() throws Exception {
        try (Fleet fleet = new Fleet(Map.of());
                Followers followers = new Followers(fleet.world(), "room")) {
            followers.use(List.of(
                    fleet.start().awaitReady().port(),
                    fleet.start().awaitReady().port()));
            followers.pause(BACK_AFTER);
            followers.join(FOLLOWERS);
            int sent;
            try (Metronome messages = new Metronome(fleet.world(), PER_SECOND, "room")) {
                followers.cutAgainAndAgain(SOONEST_CUT, LATEST_CUT);
                FaultTime.pass(JITTER);
                followers.cutNoMore();
                sent = messages.stop();
            }

            await().atMost(PATIENCE).until(() -> followers.missing(sent) == 0);
            Latencies replays = followers.replays();
            followers
                    .add(report.line("jitter").with("seconds", JITTER.toSeconds()), sent)
                    .with("replays", replays.count())
                    .with("replay_p50_ms", replays.p50())
                    .with("replay_p95_ms", replays.millis(0.95))
                    .with("replay_p99_ms", replays.p99())
                    .print();
            followers.verify();
            assertThat(replays.count()).isGreaterThan(FOLLOWERS);
            assertThat(fleet.world().takeDeadLetters()).isEmpty();
        }
    }
}
