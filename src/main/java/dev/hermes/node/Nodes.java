package dev.hermes.node;

import com.github.benmanes.caffeine.cache.Cache;
import dev.hermes.cache.Caches;
import dev.hermes.node.NodeRows.Roll;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Which processes live.
 *
 * <p>A process is dead when its beat did not change over a whole lease of its own, by this process' monotonic clock and in
 * at least {@value #LEAST_READS} successful reads in a row. A read that fails starts the watch again, so that an outage of
 * the table buries nobody; no wall clock is compared. Safe for use by many threads.
 */
public final class Nodes {

    private static final Logger LOG = LoggerFactory.getLogger(Nodes.class);

    static final int LEAST_READS = 3;

    private static final long MOST_REMEMBERED = 10_000;
    private static final Duration SUSPICIOUS = Duration.ofSeconds(15);

    private final NodeRows rows;
    private final Lease own;
    private final LongSupplier nanos;
    private final long startedAt;
    private final Map<String, Watched> living = new ConcurrentHashMap<>();
    private final Cache<String, Boolean> gone =
            Caches.builder().maximumSize(MOST_REMEMBERED).build();
    private final CopyOnWriteArrayList<Consumer<String>> ended = new CopyOnWriteArrayList<>();
    private final CopyOnWriteArrayList<Consumer<List<Map<String, AttributeValue>>>> noticed =
            new CopyOnWriteArrayList<>();
    private volatile Optional<String> twin = Optional.empty();

    /** @param nanos a clock that never goes back, in nanoseconds */
    public Nodes(NodeRows rows, Lease own, LongSupplier nanos) {
        this.rows = rows;
        this.own = own;
        this.nanos = nanos;
        this.startedAt = nanos.getAsLong();
    }

    /** @param reads successful ones that found the same beat, after the first */
    private record Watched(Node node, long since, int reads) {}

    /** Runs {@code action} with the id of each process that has ended, on the thread that watches. */
    public void onEnd(Consumer<String> action) {
        ended.add(action);
    }

    /** Runs {@code action} with the rows that tell all nodes something, at each reading, on the thread that watches. */
    public void onNotices(Consumer<List<Map<String, AttributeValue>>> action) {
        noticed.add(action);
    }

    /** How many processes live, this one included. */
    public int count() {
        return living.size();
    }

    /**
     * A process that lives.
     *
     * @param own whether it is this one
     * @param silent since its beat was last seen to change
     */
    public record Living(String id, String endpoint, boolean own, int leaseSeconds, Duration silent) {}

    /** All processes that live, as the last reading of the table has it. */
    public List<Living> living() {
        long now = nanos.getAsLong();
        return living.values().stream()
                .map(watched -> new Living(
                        watched.node().id(),
                        watched.node().endpoint(),
                        watched.node().id().equals(own.id()),
                        watched.node().leaseSeconds(),
                        Duration.ofNanos(now - watched.since())))
                .toList();
    }

    /** Another living process that gives the address of this one as its own, and so takes what is meant for this one. */
    public Optional<String> twin() {
        return twin;
    }

    /**
     * Whether a process lives, as far as anybody knows. Asks the table about an id that is not known yet.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if the table does not answer
     */
    public boolean lives(String id) {
        if (id.equals(own.id()) || living.containsKey(id)) {
            return true;
        }
        if (gone.getIfPresent(id) != null) {
            return false;
        }
        Optional<Node> found = rows.find(id);
        found.ifPresentOrElse(
                node -> living.putIfAbsent(id, new Watched(node, nanos.getAsLong(), 0)), () -> gone.put(id, true));
        return found.isPresent();
    }

    /** @throws software.amazon.awssdk.core.exception.SdkException if the table does not answer */
    void watch() {
        // One that is met while the table is read may be missing in what was read, and lives all the same.
        Set<String> known = Set.copyOf(living.keySet());
        Roll found = rows.roll();
        Set<String> ids = new HashSet<>();
        for (Node node : found.nodes()) {
            ids.add(node.id());
            look(node);
        }
        known.stream().filter(id -> !ids.contains(id)).forEach(this::end);
        noticed.forEach(action -> action.accept(found.notices()));
    }

    /** What was seen so far proves nothing any more: the table, or this process, was not there. */
    void startAgain() {
        long now = nanos.getAsLong();
        living.replaceAll((id, watched) -> new Watched(watched.node(), now, 0));
    }

    private void look(Node node) {
        if (gone.getIfPresent(node.id()) != null) {
            return;
        }
        long now = nanos.getAsLong();
        Watched before = living.get(node.id());
        boolean beats = before == null || before.node().beat() != node.beat();
        Watched watched = beats ? new Watched(node, now, 0) : new Watched(node, before.since(), before.reads() + 1);
        living.put(node.id(), watched);
        if (node.id().equals(own.id())) {
            return;
        }
        if (before == null) {
            own.warnOfLoopback(node);
        }
        if (before != null && beats) {
            suspect(node, now);
        }
        boolean silent =
                now - watched.since() >= Duration.ofSeconds(node.leaseSeconds()).toNanos();
        if (silent && watched.reads() >= LEAST_READS && rows.bury(node)) {
            LOG.warn(
                    "Node {} at {} is dead: it was silent for its lease of {} s",
                    node.id(),
                    node.endpoint(),
                    node.leaseSeconds());
            end(node.id());
        }
    }

    private void suspect(Node node, long now) {
        if (node.endpoint().equals(own.endpoint()) && now - startedAt >= SUSPICIOUS.toNanos() && twin.isEmpty()) {
            twin = Optional.of(node.id());
            LOG.error(
                    "Another process, node {}, runs with the address of this one, {}: each gets what is meant for the"
                            + " other. Give each its own hermes.node.endpoint",
                    node.id(),
                    node.endpoint());
        }
    }

    private void end(String id) {
        living.remove(id);
        gone.put(id, true);
        twin = twin.filter(other -> !other.equals(id));
        ended.forEach(action -> action.accept(id));
    }
}
