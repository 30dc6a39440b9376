package dev.hermes.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.audience.CarrierFailure.Kind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many threads hand over to a holder that fails at random, in every way there is. */
class LaneConcurrencyTest {

    private static final int THREADS = 8;
    private static final int EACH = 2_000;
    private static final LaneLimits HASTY = new LaneLimits(
            4,
            16,
            1_000,
            16 * 1024 * 1024,
            Duration.ofSeconds(30),
            Duration.ofMillis(20),
            Duration.ofMillis(1),
            Duration.ofMillis(5),
            3,
            6);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService answers = Executors.newFixedThreadPool(4);
    private final ExecutorService senders = Executors.newFixedThreadPool(THREADS);
    private final Map<String, List<Integer>> carried = new ConcurrentHashMap<>();

    @AfterEach
    void stop() {
        clock.shutdownNow();
        answers.shutdownNow();
        senders.shutdownNow();
    }

    @Test
    void losesNothingAndReordersNothingButWhatIsDroppedForAReason() {
        Lane lane = lane(new Unreliable());
        clock.scheduleWithFixedDelay(lane::tick, 1, 1, TimeUnit.MILLISECONDS);
        List<CompletableFuture<Void>> handed = new ArrayList<>();

        for (int thread = 0; thread < THREADS; thread++) {
            String line = "room-" + thread;
            handed.add(CompletableFuture.runAsync(
                    () -> {
                        List<CompletableFuture<Handed>> all = new ArrayList<>();
                        for (int i = 0; i < EACH; i++) {
                            all.add(lane.hand(line, LaneUnderTest.push(line, Integer.toString(i))));
                        }
                        CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
                                .join();
                    },
                    senders));
        }

        assertThat(CompletableFuture.allOf(handed.toArray(CompletableFuture<?>[]::new)))
                .succeedsWithin(Duration.ofSeconds(60));
        await().atMost(Duration.ofSeconds(60)).until(() -> lane.waiting() == 0);
        int arrived = carried.values().stream().mapToInt(List::size).sum();
        double dropped = meters.find("hermes.lane.dropped").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
        assertThat(arrived + dropped).isEqualTo(THREADS * EACH);
        assertThat(meters.get("hermes.lane.pushes").counter().count()).isEqualTo(arrived);
        assertThat(carried.values())
                .allSatisfy(numbers -> assertThat(numbers).isSorted().doesNotHaveDuplicates());
        assertThat(lane.charactersWaiting()).isZero();
    }

    @Test
    void holdsNoLockWhileThoseWhoWaitGoOn() throws Exception {
        FakeCarrier first = new FakeCarrier();
        FakeCarrier second = new FakeCarrier();
        Lane one = lane(first);
        Lane other = lane(second);
        CountDownLatch handedFromElsewhere = new CountDownLatch(1);

        CompletableFuture<Void> goesOn = one.hand("lobby", LaneUnderTest.push("lobby", "1"))
                .thenRun(() -> {
                    // Another thread can use both lanes while this one is told that its push was handed over.
                    senders.execute(() -> {
                        one.hand("attic", LaneUnderTest.push("attic", "2"));
                        other.hand("attic", LaneUnderTest.push("attic", "3"));
                        handedFromElsewhere.countDown();
                    });
                    try {
                        assertThat(handedFromElsewhere.await(20, TimeUnit.SECONDS))
                                .isTrue();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    one.hand("lobby", LaneUnderTest.push("lobby", "4"));
                });
        answers.execute(() -> first.requests.get(0).succeed());

        assertThat(goesOn).succeedsWithin(Duration.ofSeconds(30));
        assertThat(first.lines()).containsExactly("lobby", "attic", "lobby");
        assertThat(second.lines()).containsExactly("attic");
    }

    @Test
    void takesAnswersThatComeAtOnce() {
        boolean[] answers = {false};
        Lane lane = lane(new Carrier() {
            @Override
            public String kind() {
                return "node";
            }

            @Override
            public CompletableFuture<Void> carry(String line, List<Push> pushes) {
                if (!answers[0]) {
                    throw new CarrierFailure(Kind.REPLACED, "as told", null);
                }
                carried.computeIfAbsent(line, any -> new ArrayList<>()).add(1);
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public CompletableFuture<Boolean> probe() {
                return CompletableFuture.completedFuture(answers[0]);
            }
        });
        for (int i = 0; i < 20_000; i++) {
            lane.hand("room-" + i, LaneUnderTest.push("room-" + i, "1"));
        }
        assertThat(lane.isUnavailable()).isTrue();

        answers[0] = true;
        clock.scheduleWithFixedDelay(lane::tick, 1, 1, TimeUnit.MILLISECONDS);

        await().until(() -> lane.waiting() == 0);
        assertThat(carried).hasSize(20_000);
    }

    private Lane lane(Carrier carrier) {
        return new Lane(
                "node n-1", carrier, HASTY, new LaneTerms(new LaneMeters(meters), System::nanoTime, troubled -> {}));
    }

    /** Answers late, on any thread, and often not as one would like. */
    private final class Unreliable implements Carrier {

        @Override
        public String kind() {
            return "node";
        }

        @Override
        public CompletableFuture<Void> carry(String line, List<Push> pushes) {
            return CompletableFuture.runAsync(
                    () -> {
                        switch (ThreadLocalRandom.current().nextInt(10)) {
                            case 0 -> throw new CarrierFailure(Kind.UNAVAILABLE, "as told", null);
                            case 1 -> throw new CarrierFailure(Kind.BUSY, "as told", null);
                            case 2 -> throw new CarrierFailure(Kind.REFUSED, "as told", null);
                            case 3 -> throw new IllegalStateException("nobody has judged this");
                            default -> {
                                List<Integer> numbers = carried.computeIfAbsent(line, any -> new ArrayList<>());
                                pushes.forEach(push -> numbers.add(
                                        Integer.parseInt(push.notification().frame())));
                            }
                        }
                    },
                    answers);
        }

        @Override
        public CompletableFuture<Boolean> probe() {
            return CompletableFuture.supplyAsync(
                    () -> ThreadLocalRandom.current().nextBoolean(), answers);
        }
    }
}
