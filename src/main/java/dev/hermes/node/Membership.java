package dev.hermes.node;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews this process' lease three times in it, and looks at the others' as often, on a thread of its own. */
public final class Membership {

    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

    private static final int RENEWALS_PER_LEASE = 3;
    private static final long MOST_MILLIS = 10_000;
    private static final long AGAIN_MILLIS = 1_000;
    private static final long PATIENCE_SECONDS = 3;

    private final Lease lease;
    private final Nodes nodes;
    private final long periodMillis;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "membership"));
    private boolean failing;
    private boolean closing;

    public Membership(Lease lease, Nodes nodes, Duration leaseDuration) {
        this.lease = lease;
        this.nodes = nodes;
        this.periodMillis = Math.min(MOST_MILLIS, Math.max(1, leaseDuration.toMillis() / RENEWALS_PER_LEASE));
    }

    /** With the context. */
    public void open() {
        thread.execute(this::renew);
    }

    private void renew() {
        long next = periodMillis;
        try {
            lease.renew();
            nodes.watch();
            failing = false;
        } catch (RuntimeException e) {
            nodes.startAgain();
            next = Math.min(AGAIN_MILLIS, periodMillis);
            if (!failing) {
                failing = true;
                LOG.warn("The lease of this process cannot be renewed now: {}", e.getMessage());
            }
        }
        if (!closing) {
            thread.schedule(this::renew, next, TimeUnit.MILLISECONDS);
        }
    }

    /** With the context: the others need not wait for this process' lease. */
    public void close() {
        try {
            thread.submit(this::giveUp).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The row of this process is left, and goes when its lease is over: {}", e.toString());
        } finally {
            thread.shutdownNow();
        }
    }

    private void giveUp() {
        closing = true;
        lease.giveUp();
    }
}
