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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node is out of reach of the others, or hangs, for longer than a push waits for it; no message follows. */
@Tag("chaos")
class CutLineChaosIT {

    private static final int FOLLOWERS = 5;
    private static final int PER_SECOND = 20;
    private static final Duration TOLD = Duration.ofSeconds(3);
    private static final Duration HEALED = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Report report = new Report();

    private enum How {
        LINE_CUT,
        LINE_SWALLOWS,
        HANGS;

        void begin(FleetNode node) throws Exception {
            switch (this) {
                case LINE_CUT -> node.line().pullOut();
                case LINE_SWALLOWS -> node.line().hold();
                case HANGS -> node.process().signal("STOP");
            }
        }

        void end(FleetNode node) throws Exception {
            switch (this) {
                case LINE_CUT -> node.line().plugIn();
                case LINE_SWALLOWS -> node.line().release();
                case HANGS -> node.process().signal("CONT");
            }
        }
    }

    /** The lease is longer than the fault, or shorter: then the others take a node that hangs for dead. */
    @ParameterizedTest
    @CsvSource({"LINE_CUT,60", "LINE_SWALLOWS,60", "HANGS,60", "HANGS,6"})
    void givesAllToItsClientsTwoSecondsAfterwards(How how, int leaseSeconds) throws Exception {
        Duration cut = FaultTime.ofSeconds(40);
        try (Fleet fleet = new Fleet(Map.of("HERMES_NODE_LEASE_SECONDS", Integer.toString(leaseSeconds)));
                Followers here = new Followers(fleet.world(), "room");
                Followers there = new Followers(fleet.world(), "room")) {
            FleetNode teller = fleet.start();
            // What it received it would tell its own clients, line or no line.
            FleetNode cutOff = fleet.start(Map.of("HERMES_NOTIFICATIONS_QUEUE", quiet(fleet)));
            here.use(List.of(teller.awaitReady().port()));
            there.use(List.of(cutOff.awaitReady().port()));
            here.join(FOLLOWERS);
            there.join(FOLLOWERS);

            how.begin(cutOff);
            int sent;
            try (Metronome messages = new Metronome(fleet.world(), PER_SECOND, "room")) {
                FaultTime.pass(TOLD);
                sent = messages.stop();
            }
            await().atMost(PATIENCE).until(() -> here.missing(sent) == 0);
            FaultTime.pass(cut);
            int missing = there.missing(sent);
            how.end(cutOff);
            cutOff.awaitAnswer();
            long back = System.nanoTime();

            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> there.missing(sent) == 0);
            double healed = (System.nanoTime() - back) / 1e6;
            there.add(report.line("cut-line").with("fault", how).with("lease_s", leaseSeconds), sent)
                    .with("missing_before", missing)
                    .with("healed_after_ms", healed)
                    .print();
            assertThat(missing).isEqualTo(FOLLOWERS * sent);
            assertThat(there.connected()).isEqualTo(FOLLOWERS);
            assertThat(healed).isLessThan(HEALED.toMillis());
            here.verify();
            there.verify();
        }
    }

    /** A queue that nobody sends to. */
    private static String quiet(Fleet fleet) {
        String name = fleet.world().settings().get("hermes.notifications.queue") + "-quiet";
        fleet.world().sqs().createQueue(create -> create.queueName(name));
        return name;
    }
}
