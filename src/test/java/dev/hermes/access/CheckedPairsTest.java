package dev.hermes.access;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.THROWABLE;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mindrot.jbcrypt.BCrypt;

class CheckedPairsTest {

    private static final int MOST_WAITING = 3;
    private static final String INNER_TOKEN = "1nn3r";
    private static final BcryptHash HASH = hash(INNER_TOKEN);
    private static final BooleanSupplier THERE = () -> true;

    private final Queue<Runnable> queue = new ArrayDeque<>();
    private final AtomicInteger told = new AtomicInteger();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CheckedPairs pairs =
            new CheckedPairs(this::enqueue, MOST_WAITING, Duration.ofMinutes(10), 1_000, meters);

    @Test
    void matchTheTokenThatWasHashed() {
        CompletableFuture<Boolean> right = pairs.match(INNER_TOKEN, HASH, THERE, told::incrementAndGet);
        CompletableFuture<Boolean> wrong = pairs.match("another", HASH, THERE, told::incrementAndGet);
        runAll();

        assertThat(right).isCompletedWithValue(true);
        assertThat(wrong).isCompletedWithValue(false);
    }

    @Test
    void runBCryptOnceForAllThatAskAtTheSameMoment() {
        List<CompletableFuture<Boolean>> answers = IntStream.range(0, 100)
                .mapToObj(i -> pairs.match(INNER_TOKEN, HASH, THERE, told::incrementAndGet))
                .toList();

        assertThat(queue).hasSize(1);
        runAll();
        assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompletedWithValue(true));
        assertThat(checks()).isOne();
    }

    @Test
    void tellThoseWhoHaveToWait() {
        pairs.match(INNER_TOKEN, HASH, THERE, told::incrementAndGet);
        pairs.match(INNER_TOKEN, HASH, THERE, told::incrementAndGet);
        assertThat(told).hasValue(2);
        runAll();

        pairs.match(INNER_TOKEN, HASH, THERE, told::incrementAndGet);

        assertThat(told).as("the pair is known").hasValue(2);
    }

    @Test
    void haveTimeForAFewStrangersAndForAllWhoAreKnown() {
        pairs.match(INNER_TOKEN, HASH, THERE, told::incrementAndGet);
        runAll();
        CompletableFuture<String> never = new CompletableFuture<>();
        CompletableFuture<String> lookUp = new CompletableFuture<>();

        CompletableFuture<String> first = pairs.limit("inner 0", () -> lookUp);
        IntStream.range(1, MOST_WAITING).forEach(i -> pairs.limit("inner " + i, () -> never));

        assertFailed(pairs.limit("stranger", () -> never), BcryptBusy.class);
        assertThat(pairs.limit("inner 0", () -> lookUp)).as("the same token").isNotDone();
        assertThat(pairs.limit(INNER_TOKEN, () -> CompletableFuture.completedFuture("known")))
                .isCompletedWithValue("known");
        lookUp.complete("row");
        assertThat(first).isCompletedWithValue("row");
        assertThat(pairs.limit("stranger", () -> never)).isNotDone();
    }

    @Test
    void rememberWhatWasCheckedBefore() {
        pairs.match(INNER_TOKEN, HASH, THERE, told::incrementAndGet);
        runAll();

        assertThat(pairs.match(INNER_TOKEN, HASH, THERE, told::incrementAndGet)).isCompletedWithValue(true);
        assertThat(checks()).isOne();
    }

    @Test
    void areCheckedAnewWhenTheRowHasChanged() {
        pairs.match(INNER_TOKEN, HASH, THERE, told::incrementAndGet);
        runAll();

        CompletableFuture<Boolean> changed = pairs.match(INNER_TOKEN, hash("another"), THERE, told::incrementAndGet);
        runAll();

        assertThat(changed).isCompletedWithValue(false);
        assertThat(checks()).isEqualTo(2);
    }

    @Test
    void refuseWhatTheQueueHasNoRoomForAndTakeItLater() {
        IntStream.range(0, MOST_WAITING).forEach(i -> pairs.match("inner " + i, HASH, THERE, told::incrementAndGet));

        CompletableFuture<Boolean> refused = pairs.match(INNER_TOKEN, HASH, THERE, told::incrementAndGet);

        assertFailed(refused, BcryptBusy.class);
        assertThat(meters.get("hermes.bcrypt.refused").counter().count()).isOne();
        assertThat(waiting()).isEqualTo(MOST_WAITING);
        runAll();
        CompletableFuture<Boolean> later = pairs.match(INNER_TOKEN, HASH, THERE, told::incrementAndGet);
        runAll();
        assertThat(later).isCompletedWithValue(true);
        assertThat(waiting()).isZero();
    }

    @Test
    void spendNoBCryptOnAClientThatHasLeft() {
        AtomicBoolean there = new AtomicBoolean(true);
        CompletableFuture<Boolean> left = pairs.match(INNER_TOKEN, HASH, there::get, told::incrementAndGet);

        there.set(false);
        runAll();

        assertFailed(left, ClientLeft.class);
        assertThat(checks()).isZero();
        assertThat(meters.get("hermes.bcrypt.abandoned").counter().count()).isOne();
    }

    @Test
    void areCheckedForThoseWhoStayedAmongSeveral() {
        CompletableFuture<Boolean> left = pairs.match(INNER_TOKEN, HASH, () -> false, told::incrementAndGet);
        CompletableFuture<Boolean> stayed = pairs.match(INNER_TOKEN, HASH, THERE, told::incrementAndGet);
        runAll();

        assertThat(stayed).isCompletedWithValue(true);
        assertThat(left).isCompletedWithValue(true);
        assertThat(checks()).isOne();
    }

    @Test
    void areCheckedForWhoeverComesAfterAllHadLeft() {
        pairs.match(INNER_TOKEN, HASH, () -> false, told::incrementAndGet);
        runAll();

        CompletableFuture<Boolean> next = pairs.match(INNER_TOKEN, HASH, THERE, told::incrementAndGet);
        runAll();

        assertThat(next).isCompletedWithValue(true);
    }

    @Test
    void failForAllAndForgetItWhenACheckFails() {
        CompletableFuture<Boolean> failed = pairs.match(
                INNER_TOKEN,
                HASH,
                () -> {
                    throw new IllegalStateException("no answer");
                },
                told::incrementAndGet);
        runAll();

        assertFailed(failed, IllegalStateException.class);
        CompletableFuture<Boolean> next = pairs.match(INNER_TOKEN, HASH, THERE, told::incrementAndGet);
        runAll();
        assertThat(next).isCompletedWithValue(true);
    }

    private void enqueue(Runnable check) {
        if (queue.size() == MOST_WAITING) {
            throw new RejectedExecutionException();
        }
        queue.add(check);
    }

    private void runAll() {
        while (!queue.isEmpty()) {
            queue.remove().run();
        }
    }

    private long checks() {
        return meters.get("hermes.bcrypt.checks").timer().count();
    }

    private double waiting() {
        return meters.get("hermes.bcrypt.waiting").gauge().value();
    }

    private static void assertFailed(CompletableFuture<?> answer, Class<? extends Throwable> failure) {
        assertThat(answer)
                .failsWithin(0, SECONDS)
                .withThrowableThat()
                .extracting(Throwable::getCause, THROWABLE)
                .isInstanceOf(failure);
    }

    private static BcryptHash hash(String innerToken) {
        return BcryptHash.parse(BCrypt.hashpw(innerToken, BCrypt.gensalt(4))).orElseThrow();
    }
}
