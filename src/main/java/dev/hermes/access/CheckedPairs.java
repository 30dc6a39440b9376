package dev.hermes.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import dev.hermes.cache.Caches;
import dev.hermes.digest.Sha256;
import dev.hermes.log.LogInterval;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which inner tokens match which BCrypt hashes, remembered for a while.
 *
 * <p>BCrypt runs on a pool of its own, once for a pair however many clients show it at the same moment, and not at all if
 * all of them have left before its turn. Pairs are remembered by the token's SHA-256, never by the token. The stored hash is
 * part of the pair: a row that changes is checked anew. Safe for use by many threads.
 */
public final class CheckedPairs {

    private static final Logger LOG = LoggerFactory.getLogger(CheckedPairs.class);

    private final Executor bcrypt;
    private final Cache<ByteBuffer, Known> remembered;
    private final Map<Pair, Check> underWay = new ConcurrentHashMap<>();
    private final Strangers strangers;
    private final AtomicInteger waiting = new AtomicInteger();
    private final LogInterval busy = new LogInterval(Duration.ofMinutes(1), System::nanoTime);
    private final Timer checks;
    private final Counter refused;
    private final Counter abandoned;

    /** What BCrypt said of this hash and an inner token, by which it is remembered. */
    private record Known(String hash, boolean matches) {}

    private record Pair(ByteBuffer token, String hash) {}

    /**
     * @param bcrypt runs the checks and nothing else; refuses those that it has no room for
     * @param mostWaiting that it has room for
     */
    public CheckedPairs(Executor bcrypt, int mostWaiting, Duration remember, long mostPairs, MeterRegistry meters) {
        this.bcrypt = bcrypt;
        this.strangers = new Strangers(mostWaiting);
        this.remembered = Caches.builder()
                .expireAfterWrite(remember)
                .maximumSize(mostPairs)
                .build();
        this.checks = Timer.builder("hermes.bcrypt.checks")
                .description("BCrypt checks, and how long each took")
                .register(meters);
        this.refused = Counter.builder("hermes.bcrypt.refused")
                .description("BCrypt checks refused because too many were waiting")
                .register(meters);
        this.abandoned = Counter.builder("hermes.bcrypt.abandoned")
                .description("BCrypt checks that did not run because the client had left")
                .register(meters);
        Gauge.builder("hermes.bcrypt.waiting", waiting, AtomicInteger::get)
                .description("BCrypt checks waiting for a thread")
                .register(meters);
    }

    /**
     * Runs all that is to be done for a client with this token, its look-up included. Of tokens that have not matched
     * lately, as many at a time as may wait for BCrypt: thousands of strangers cost those who are known little.
     *
     * @return fails with {@link BcryptBusy} if there are too many, and as {@code work} does
     */
    <T> CompletableFuture<T> limit(String innerToken, Supplier<CompletableFuture<T>> work) {
        ByteBuffer token = digest(innerToken);
        Known known = remembered.getIfPresent(token);
        if (known != null && known.matches()) {
            return work.get();
        }
        if (!strangers.enter(token)) {
            refuse();
            return CompletableFuture.failedFuture(new BcryptBusy());
        }
        return CompletableFuture.completedFuture(null)
                .thenCompose(entered -> work.get())
                .whenComplete((done, failure) -> strangers.leave(token));
    }

    /**
     * Whether {@code innerToken} is the one behind {@code hash}. Fails with {@link BcryptBusy} if no more checks may wait,
     * and with {@link ClientLeft} if nobody waits for the answer when BCrypt has time for it.
     *
     * @param stillThere asked once, just before BCrypt would run; must be cheap
     * @param waits run if the pair has to be checked
     */
    CompletableFuture<Boolean> match(String innerToken, BcryptHash hash, BooleanSupplier stillThere, Runnable waits) {
        Pair pair = new Pair(digest(innerToken), hash.text());
        Known known = remembered.getIfPresent(pair.token());
        if (known != null && known.hash().equals(hash.text())) {
            return CompletableFuture.completedFuture(known.matches());
        }
        waits.run();
        Check own = new Check(pair, innerToken, hash);
        Check check = underWay.compute(pair, (same, running) -> (running == null ? own : running).askedBy(stillThere));
        if (check == own) {
            submit(own);
        }
        return check.answer;
    }

    private void submit(Check check) {
        waiting.incrementAndGet();
        try {
            bcrypt.execute(check);
        } catch (RejectedExecutionException full) {
            waiting.decrementAndGet();
            refuse();
            check.fail(new BcryptBusy());
        }
    }

    private void refuse() {
        refused.increment();
        busy.log(more -> LOG.warn(
                "Clients are refused with 503: BCrypt has as many checks waiting as hermes.access.max-waiting-checks"
                        + " allows; {} more since the last such line",
                more));
    }

    private static ByteBuffer digest(String innerToken) {
        return ByteBuffer.wrap(Sha256.begin().digest(innerToken.getBytes(UTF_8)));
    }

    /** One run of BCrypt, for all who asked for the same pair before it ended. */
    private final class Check implements Runnable {

        private final Pair pair;
        private final String innerToken;
        private final BcryptHash hash;
        private final List<BooleanSupplier> askers = new ArrayList<>();
        private final CompletableFuture<Boolean> answer = new CompletableFuture<>();

        Check(Pair pair, String innerToken, BcryptHash hash) {
            this.pair = pair;
            this.innerToken = innerToken;
            this.hash = hash;
        }

        /** Under the lock of the pair. */
        Check askedBy(BooleanSupplier stillThere) {
            askers.add(stillThere);
            return this;
        }

        @Override
        public void run() {
            waiting.decrementAndGet();
            try {
                if (!isWanted()) {
                    abandoned.increment();
                    throw new ClientLeft();
                }
                boolean matches = checks.record(() -> hash.matches(innerToken));
                remembered.put(pair.token(), new Known(hash.text(), matches));
                underWay.remove(pair, this);
                answer.complete(matches);
            } catch (RuntimeException | Error e) {
                fail(e);
            }
        }

        /** Where it is not, it is under way no longer: whoever asks from now on begins a check of its own. */
        private boolean isWanted() {
            return underWay.computeIfPresent(
                            pair,
                            (same, check) -> askers.stream().anyMatch(BooleanSupplier::getAsBoolean) ? check : null)
                    != null;
        }

        void fail(Throwable failure) {
            underWay.remove(pair, this);
            answer.completeExceptionally(failure);
        }
    }
}
