package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.bench.Latencies;
import dev.hermes.bench.Report;
import dev.hermes.dev.FaultTime;
import dev.hermes.dev.Fleet;
import dev.hermes.dev.FleetNode;
import dev.hermes.dev.Followers;
import dev.hermes.dev.Metronome;
import dev.hermes.dev.QueryMeter;
import dev.hermes.dev.Reception;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Thousands of clients of one room come back at once, all with the same number. */
@Tag("chaos")
class ResumeStormChaosIT {

    private static final int FOLLOWERS = Integer.getInteger("chaos.connections", 5_000);
    private static final int MISSED_PER_SECOND = 50;
    private static final int ELSEWHERE_PER_SECOND = 20;
    private static final Duration CALM = FaultTime.ofSeconds(5);
    /** All messages are sent before the first is back. */
    private static final Duration BACK_AFTER = Duration.ofSeconds(6);

    private static final Duration MISSED = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final String HISTORY = "history";
    /** A reading counts for a second: the newest row, the one to begin with, and the messages behind it. */
    private static final int READS_PER_SECOND = 4;

    private static final int MOST_READS = 20;
    private static final double LIVE_MILLIS = 500;

    private final Report report = new Report();

    @Test
    void costsAHandfulOfReadsAndDelaysNobodyElse() throws Exception {
        Reception elsewhere = new Reception();
        try (Fleet fleet = new Fleet(Map.of());
                Followers followers = new Followers(fleet.world(), "room")) {
            World world = fleet.world();
            FleetNode node = fleet.start().awaitReady();
            followers.use(List.of(node.port()));
            followers.join(FOLLOWERS);
            URI other = URI.create("ws://127.0.0.1:" + node.port() + "/dev?token=" + world.token("ada", "elsewhere"));
            try (WebSocketClient client = WebSocketClient.open(other, elsewhere);
                    Metronome live = new Metronome(world, ELSEWHERE_PER_SECOND, "elsewhere")) {
                FaultTime.pass(CALM);
                long calm = System.nanoTime();
                FaultTime.pass(CALM);
                QueryMeter meter = new QueryMeter(query -> query.contains("messages/") ? HISTORY : "other");
                node.dynamoDb().meter(meter);

                long cut = System.nanoTime();
                followers.pause(BACK_AFTER);
                followers.cutAll();
                int sent;
                try (Metronome missed = new Metronome(world, MISSED_PER_SECOND, "room")) {
                    FaultTime.pass(MISSED);
                    sent = missed.stop();
                }
                await().atMost(PATIENCE).until(() -> followers.missing(sent) == 0);
                long back = System.nanoTime();
                int told = live.stop();
                await().atMost(PATIENCE).until(() -> elsewhere.missing(told).isEmpty());

                List<Long> opened =
                        followers.opened().stream().filter(at -> at - cut > 0).toList();
                double seconds = (opened.get(opened.size() - 1) - opened.get(0)) / 1e9;
                Latencies replays = followers.replays();
                double liveP99 = elsewhere.latencies(cut, back).p99();
                double calmP99 = elsewhere.latencies(calm, cut).p99();
                followers
                        .add(report.line("resume-storm"), sent)
                        .with("storm_s", seconds)
                        .with("history_reads", meter.queries(HISTORY))
                        .with("replay_p50_ms", replays.p50())
                        .with("replay_p99_ms", replays.p99())
                        .with("elsewhere_calm_p99_ms", calmP99)
                        .with("elsewhere_p99_ms", liveP99)
                        .print();
                followers.verify();
                assertThat(client.isOpen()).isTrue();
                assertThat((double) meter.queries(HISTORY))
                        .isLessThanOrEqualTo(Math.max(MOST_READS, READS_PER_SECOND * (seconds + 1)));
                assertThat(liveP99).isLessThanOrEqualTo(Math.max(LIVE_MILLIS, 2 * calmP99));
            }
        }
    }
}
