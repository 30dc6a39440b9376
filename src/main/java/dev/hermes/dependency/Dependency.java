package dev.hermes.dependency;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether SQS or DynamoDB serves this node, judged by what became of its requests.
 *
 * <p>Each operation on each table or queue is judged by itself, so that one that works does not hide another that does
 * not. Logs one line when the dependency becomes unavailable, and one when it is back. Safe for use by many threads.
 */
public final class Dependency {

    private static final Logger LOG = LoggerFactory.getLogger(Dependency.class);

    /** Requests that fail for less are left to the retries. */
    private static final long PATIENCE = Duration.ofSeconds(1).toNanos();
    /** A dependency that throttles now and then serves; one that does nothing else for so long does not. */
    private static final long PATIENCE_WITH_THROTTLING = Duration.ofSeconds(3).toNanos();
    /** After so long an operation that cannot be asked for is given another chance. */
    private static final long FORGOTTEN = Duration.ofSeconds(60).toNanos();

    private static final int MILLION = 1_000_000;

    private final String name;
    private final LongSupplier nanoTime;
    private final Map<Operation, Long> served = new HashMap<>();
    private final Map<Operation, Trouble> troubles = new LinkedHashMap<>();
    private boolean open;
    private boolean up = true;
    private long since;

    /** @param nanoTime a clock that only goes forward, in nanoseconds */
    Dependency(String name, LongSupplier nanoTime) {
        this.name = name;
        this.nanoTime = nanoTime;
    }

    /** Judges from now on. Before, a reason could be told without the others that come with it. */
    synchronized void open() {
        open = true;
        settle();
    }

    /** As people call it: {@code DynamoDB}. */
    public String name() {
        return name;
    }

    public synchronized boolean isUp() {
        return up;
    }

    /** Why it is unavailable, a reason for each table or queue; empty while it is up. */
    public synchronized List<String> reasons() {
        return troubles.values().stream()
                .filter(Trouble::counts)
                .map(Trouble::reason)
                .distinct()
                .toList();
    }

    /** @param start of the request, by the same clock */
    synchronized void served(Operation operation, long start) {
        served.merge(operation, start, Math::max);
        Trouble trouble = troubles.get(operation);
        if (trouble != null && start - trouble.since >= 0) {
            troubles.remove(operation);
        }
        settle();
    }

    /**
     * A request of this node failed, for whatever reason. One that failed, however slowly, proves little: a busy core of
     * this node lets requests time out too, all those at once that are under way. It counts with another behind it that
     * was made when its failure was known.
     *
     * @param start of the request, by the same clock
     */
    synchronized void failed(Operation operation, long start, Throwable failure) {
        if (FailureKind.of(failure) == FailureKind.REFUSED) {
            served(operation, start);
            return;
        }
        note(operation, start, failure, false);
        settle();
    }

    /** Probes failed, which nothing but an outage or throttling explains. */
    synchronized void probesFailed(List<FailedProbe> failures) {
        failures.forEach(probe -> note(probe.operation(), probe.start(), probe.failure(), true));
        settle();
    }

    private void note(Operation operation, long start, Throwable failure, boolean certain) {
        Long last = served.get(operation);
        if (last != null && last - start > 0) {
            // A request that was made later was served.
            return;
        }
        Trouble before = troubles.get(operation);
        boolean throttled = FailureKind.of(failure) == FailureKind.THROTTLED;
        long now = nanoTime.getAsLong();
        long from = before == null ? start : before.since;
        long known = before == null ? now : before.known;
        boolean again = start - known >= 0;
        boolean counts = before != null && before.counts
                || certain && !throttled
                || again && now - from >= (throttled ? PATIENCE_WITH_THROTTLING : PATIENCE);
        troubles.put(operation, new Trouble(from, known, now, Reason.of(operation, failure), counts));
    }

    /** The operations on a table or queue whose last request failed. */
    synchronized Set<Operation> failing(String resource) {
        return troubles.keySet().stream()
                .filter(operation -> operation.resource().equals(resource))
                .collect(Collectors.toSet());
    }

    /** Whether any request about the table or queue was made within {@code duration} and served. */
    synchronized boolean hasServed(String resource, Duration duration) {
        long now = nanoTime.getAsLong();
        return served.entrySet().stream()
                .anyMatch(entry ->
                        entry.getKey().resource().equals(resource) && now - entry.getValue() < duration.toNanos());
    }

    /** Gives operations that nothing asks for any more another chance, so that none is held against a node for ever. */
    synchronized void forgetWhatIsOld() {
        long now = nanoTime.getAsLong();
        troubles.values().removeIf(trouble -> now - trouble.last > FORGOTTEN);
        settle();
    }

    private void settle() {
        List<String> reasons = reasons();
        if (open && up && !reasons.isEmpty()) {
            up = false;
            since = nanoTime.getAsLong();
            LOG.warn("{} is unavailable, requests are retried until it is back: {}", name, String.join("; ", reasons));
        } else if (!up && reasons.isEmpty()) {
            up = true;
            long millis = (nanoTime.getAsLong() - since) / MILLION;
            LOG.info("{} is available again after {} s", name, Math.round(millis / 100.0) / 10.0);
        }
    }

    /** @param start when it was asked, by the dependency's clock */
    record FailedProbe(Operation operation, long start, RuntimeException failure) {}

    /**
     * An operation that fails, and has not been served since.
     *
     * @param since when the first request that failed was made
     * @param known when it had failed
     * @param last when one last failed
     * @param counts whether it makes the dependency unavailable
     */
    private record Trouble(long since, long known, long last, String reason, boolean counts) {}
}
