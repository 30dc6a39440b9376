package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.bench.Report;
import dev.hermes.dev.FaultTime;
import dev.hermes.dev.FaultyAws.Moment;
import dev.hermes.dev.Fleet;
import dev.hermes.dev.FleetNode;
import dev.hermes.dev.Followers;
import dev.hermes.dev.Metronome;
import dev.hermes.dev.Reception;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One of two nodes is killed, or hangs for a while, at each step of a delivery. */
@Tag("chaos")
class KilledAtEveryStepChaosIT {

    private static final int PER_SECOND = 50;
    private static final int FOLLOWERS = 10;
    private static final int VISIBILITY_SECONDS = 4;
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final Duration AFTERWARDS = Duration.ofSeconds(2);
    private static final Duration HANGS = Duration.ofSeconds(2 * VISIBILITY_SECONDS);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Fleet fleet;
    private static FleetNode survivor;

    private final Report report = new Report();

    /** Where the victim is. */
    private enum Step {
        RECEIVED(Moment.ANSWERED, "ReceiveMessage", "\"Body\""),
        NOT_APPENDED(Moment.ASKED, "PutItem", "messages/"),
        APPENDED(Moment.ANSWERED, "PutItem", "messages/"),
        NOT_LOOKED_UP(Moment.ASKED, ".Query", "members/"),
        LOOKED_UP(Moment.ANSWERED, ".Query", "members/"),
        NOT_PUSHED(Moment.ASKED, "", ""),
        PUSHED(Moment.ANSWERED, "", ""),
        NOT_DELETED(Moment.ASKED, "DeleteMessage", ""),
        DELETED(Moment.ANSWERED, "DeleteMessage", "");

        private final Moment moment;
        private final Predicate<String> such;

        Step(Moment moment, String action, String text) {
            this.moment = moment;
            this.such = request -> request.contains(action) && request.contains(text);
        }

        void trap(FleetNode victim, Runnable then, boolean goOn) {
            switch (this) {
                case NOT_PUSHED, PUSHED -> survivor.line().trap("/push HTTP/1.1", this == PUSHED, then);
                case RECEIVED, NOT_DELETED, DELETED -> victim.sqs().trap(moment, such, () -> run(then, goOn));
                default -> victim.dynamoDb().trap(moment, such, () -> run(then, goOn));
            }
        }

        private static boolean run(Runnable then, boolean goOn) {
            then.run();
            return goOn;
        }
    }

    @BeforeAll
    static void start() throws IOException {
        fleet = new Fleet(Map.of(
                "HERMES_NODE_LEASE_SECONDS",
                "6",
                "HERMES_NOTIFICATIONS_VISIBILITY_SECONDS",
                Integer.toString(VISIBILITY_SECONDS)));
        survivor = fleet.start().awaitReady();
    }

    @AfterAll
    static void stop() throws IOException {
        fleet.close();
    }

    @ParameterizedTest
    @EnumSource
    void losesAndDoublesNothingForNumberedClientsWhereANodeIsKilled(Step step) throws Exception {
        measure("killed", step, (victim, reached) -> {
            step.trap(
                    victim,
                    () -> {
                        victim.process().kill();
                        reached.countDown();
                    },
                    false);
            assertThat(reached.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"RECEIVED", "NOT_APPENDED", "APPENDED", "LOOKED_UP", "NOT_PUSHED", "NOT_DELETED"})
    void losesAndDoublesNothingForNumberedClientsWhereANodeHangs(Step step) throws Exception {
        measure("hung", step, (victim, reached) -> {
            step.trap(
                    victim,
                    () -> {
                        signal(victim, "STOP");
                        reached.countDown();
                    },
                    true);
            assertThat(reached.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            // The queue hands out again what the victim has in hand.
            FaultTime.pass(HANGS);
            signal(victim, "CONT");
        });
    }

    @ParameterizedTest
    @EnumSource(names = "NOT_APPENDED")
    void givesOneNumberToAMessageWhosePutLandsLongAfterItsSenderDied(Step step) throws Exception {
        measure("late", step, (victim, reached) -> {
            CountDownLatch goOn = new CountDownLatch(1);
            step.trap(
                    victim,
                    () -> {
                        victim.process().kill();
                        reached.countDown();
                        awaitQuietly(goOn);
                    },
                    true);
            assertThat(reached.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            FaultTime.pass(HANGS);
            goOn.countDown();
        });
    }

    /** Lets a victim come to its step, and hands back when its fault is over. */
    private interface Fault {
        void happen(FleetNode victim, CountDownLatch reached) throws Exception;
    }

    private void measure(String how, Step step, Fault fault) throws Exception {
        World world = fleet.world();
        String room = how + "-" + step;
        Reception plain = new Reception();
        try (FleetNode victim = fleet.start().awaitReady();
                Followers followers = new Followers(world, room);
                WebSocketClient client = WebSocketClient.open(at(survivor, world.token("plain", room)), plain)) {
            followers.use(List.of(survivor.port(), victim.port()));
            followers.join(FOLLOWERS);
            int sent;
            try (Metronome messages = new Metronome(world, PER_SECOND, room)) {
                FaultTime.pass(WARM_UP);
                fault.happen(victim, new CountDownLatch(1));
                FaultTime.pass(AFTERWARDS);
                sent = messages.stop();
            }

            await().atMost(PATIENCE).until(() -> followers.missing(sent) == 0);
            await().atMost(PATIENCE).until(() -> world.undelivered() == 0);
            followers
                    .add(report.line("step-of-a-delivery").with("node", how).with("step", step), sent)
                    .with("plain_missing", plain.missing(sent).size())
                    .with("plain_doubled", plain.doubled())
                    .print();
            followers.verify();
            assertThat(plain.missing(sent)).isEmpty();
            assertThat(client.isOpen()).isTrue();
            assertThat(world.takeDeadLetters()).isEmpty();
        }
    }

    private static URI at(FleetNode node, String token) {
        return URI.create("ws://127.0.0.1:" + node.port() + "/dev?token=" + token);
    }

    private static void signal(FleetNode node, String name) {
        try {
            node.process().signal(name);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
