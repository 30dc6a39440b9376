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
        CompletableFuture<Boolean> right = match(INNER_TOKEN, HASH, THERE);
        CompletableFuture<Boolean> wrong = match("another", HASH, THERE);
        runAll();

        assertThat(right).isCompletedWithValue(true);
        assertThat(wrong).isCompletedWithValue(false);
    }

    @Test
    void runBCryptOnceForAllThatAskAtTheSameMoment() {
        List<CompletableFuture<Boolean>> answers = IntStream.range(0, 100)
                .mapToObj(i -> match(INNER_TOKEN, HASH, THERE))
                .toList();

        assertThat(queue).hasSize(1);
        runAll();
        assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompletedWithValue(true));
        assertThat(checks()).isOne();
    }

    @Test
    void tellThoseWhoHaveToWait() {
        match(INNER_TOKEN, HASH, THERE);
        match(INNER_TOKEN, HASH, THERE);
        assertThat(told).hasValue(2);
        runAll();

        match(INNER_TOKEN, HASH, THERE);

        assertThat(told).as("the pair is known").hasValue(2);
    }

    @Test
    void haveTimeForAFewStrangersAndForAllWhoAreKnown() {
        match(INNER_TOKEN, HASH, THERE);
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
    void forgetAStrangerWhoseLookUpCannotBegin() {
        for (int i = 0; i <= MOST_WAITING; i++) {
            CompletableFuture<String> failed = pairs.limit("inner " + i, () -> {
                throw new IllegalStateException("no look-up");
            });
            assertFailed(failed, IllegalStateException.class);
        }
    }

    @Test
    void rememberWhatWasCheckedBefore() {
        match(INNER_TOKEN, HASH, THERE);
        runAll();

        assertThat(match(INNER_TOKEN, HASH, THERE)).isCompletedWithValue(true);
        assertThat(checks()).isOne();
    }

    @Test
    void areCheckedAnewWhenTheRowHasChanged() {
        match(INNER_TOKEN, HASH, THERE);
        runAll();

        CompletableFuture<Boolean> changed = match(INNER_TOKEN, hash("another"), THERE);
        runAll();

        assertThat(changed).isCompletedWithValue(false);
        assertThat(checks()).isEqualTo(2);
    }

    @Test
    void refuseWhatTheQueueHasNoRoomForAndTakeItLater() {
        IntStream.range(0, MOST_WAITING).forEach(i -> match("inner " + i, HASH, THERE));

        CompletableFuture<Boolean> refused = match(INNER_TOKEN, HASH, THERE);

        assertFailed(refused, BcryptBusy.class);
        assertThat(meters.get("hermes.bcrypt.refused").counter().count()).isOne();
        assertThat(waiting()).isEqualTo(MOST_WAITING);
        runAll();
        CompletableFuture<Boolean> later = match(INNER_TOKEN, HASH, THERE);
        runAll();
        assertThat(later).isCompletedWithValue(true);
        assertThat(waiting()).isZero();
    }

    @Test
    void spendNoBCryptOnAClientThatHasLeft() {
        AtomicBoolean there = new AtomicBoolean(true);
        CompletableFuture<Boolean> left = match(INNER_TOKEN, HASH, there::get);

        there.set(false);
        runAll();

        assertFailed(left, ClientLeft.class);
        assertThat(checks()).isZero();
        assertThat(meters.get("hermes.bcrypt.abandoned").counter().count()).isOne();
    }

    @Test
    void areCheckedForThoseWhoStayedAmongSeveral() {
        CompletableFuture<Boolean> left = match(INNER_TOKEN, HASH, () -> false);
        CompletableFuture<Boolean> stayed = match(INNER_TOKEN, HASH, THERE);
        runAll();

        assertThat(stayed).isCompletedWithValue(true);
        assertThat(left).isCompletedWithValue(true);
        assertThat(checks()).isOne();
    }

    @Test
    void areCheckedForWhoeverComesAfterAllHadLeft() {
        match(INNER_TOKEN, HASH, () -> false);
        runAll();

        CompletableFuture<Boolean> next = match(INNER_TOKEN, HASH, THERE);
        runAll();

        assertThat(next).isCompletedWithValue(true);
    }

    @Test
    void failForAllAndForgetItWhenACheckFails() {
        CompletableFuture<Boolean> failed = match(INNER_TOKEN, HASH, () -> {
            throw new IllegalStateException("no answer");
        });
        runAll();

        assertFailed(failed, IllegalStateException.class);
        CompletableFuture<Boolean> next = match(INNER_TOKEN, HASH, THERE);
        runAll();
        assertThat(next).isCompletedWithValue(true);
    }

    private CompletableFuture<Boolean> match(String innerToken, BcryptHash hash, BooleanSupplier stillThere) {
        return pairs.match(innerToken, hash, stillThere, told::incrementAndGet);
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
