package dev.hermes.node;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process' own lease: what tells the other nodes that it lives.
 *
 * <p>A process whose row is gone was taken for dead. It goes on under a new id, and whoever {@link #onMove listens} writes
 * what stood under the old one again: an id once buried never returns, so that anybody may delete what stands under
 * it. Safe for use by many threads.
 */
public final class Lease {

    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    private static final int ID_BYTES = 12;
    private static final Pattern LOOPBACK = Pattern.compile("//(localhost|127\\.[0-9.]+|\\[::1])[:/]");
    private static final double TRUSTED_PART = 2.0 / 3;

    private final NodeRows rows;
    private final String endpoint;
    private final Duration duration;
    private final LongSupplier nanos;
    private final SecureRandom random = new SecureRandom();
    private final CopyOnWriteArrayList<Runnable> moved = new CopyOnWriteArrayList<>();
    private volatile String id = newId();
    private volatile boolean taken;
    private volatile boolean warned;
    private volatile long renewedAt;

    /**
     * @param endpoint where other nodes reach this process
     * @param nanos a clock that never goes back, in nanoseconds
     */
    public Lease(NodeRows rows, String endpoint, Duration duration, LongSupplier nanos) {
        this.rows = rows;
        this.endpoint = endpoint;
        this.duration = duration;
        this.nanos = nanos;
    }

    /** The id of this process, until it is taken for dead. */
    public String id() {
        return id;
    }

    public String endpoint() {
        return endpoint;
    }

    /** What the rows of this process' connections say of who holds them. */
    public NodeAddress address() {
        return new NodeAddress(endpoint, id);
    }

    /** Runs {@code action} after each change of the id, on the thread that renews: it must not take long. */
    public void onMove(Runnable action) {
        moved.add(action);
    }

    /** Whether nobody can have taken this process for dead: its last renewal began less than 2/3 of a lease ago. */
    public boolean isSure() {
        return taken && nanos.getAsLong() - renewedAt < duration.toNanos() * TRUSTED_PART;
    }

    /** @throws software.amazon.awssdk.core.exception.SdkException if the table does not answer */
    void renew() {
        long began = nanos.getAsLong();
        if (!taken) {
            rows.put(node(id));
            taken = true;
        } else if (!rows.renew(id)) {
            move();
        }
        renewedAt = began;
    }

    private void move() {
        String before = id;
        String next = newId();
        rows.put(node(next));
        id = next;
        LOG.warn(
                "This process lost its row as node {} (it was silent for too long, or the table was made anew); it goes"
                        + " on as node {}",
                before,
                next);
        moved.forEach(Runnable::run);
    }

    /** The process ends: nobody need wait for its lease. */
    void giveUp() {
        taken = false;
        rows.delete(id);
    }

    /** Another node on another machine reaches itself under a loopback address, not this process. */
    void warnOfLoopback(Node other) {
        if (LOOPBACK.matcher(endpoint).find()
                && !LOOPBACK.matcher(other.endpoint()).find()
                && !warned) {
            warned = true;
            LOG.warn(
                    "Node {} at {} cannot reach this process at {}: set hermes.node.endpoint to an address that other"
                            + " nodes reach",
                    other.id(),
                    other.endpoint(),
                    endpoint);
        }
    }

    private Node node(String newId) {
        return new Node(newId, endpoint, (int) duration.toSeconds(), 0);
    }

    private String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }
}
