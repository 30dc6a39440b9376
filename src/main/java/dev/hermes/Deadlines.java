package dev.hermes;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends requests to AWS that take too long, for all clients of this process.
 *
 * <p>Each request has two deadlines, and nearly all are called off within milliseconds. A thread that waits for the nearest of
 * them is woken whenever there is a nearer one, which is at each request where few are under way. Here something nearer is
 * nearly always there, so that a deadline is put into a list and taken out again, and wakes nobody.
 */
final class Deadlines {

    /** Shorter than the usual deadlines. A deadline that is nearer is kept as well, and wakes a thread. */
    private static final Duration BEAT = Duration.ofMillis(500);

    private static final ScheduledExecutorService THREADS = begin();

    private Deadlines() {}

    /** Are never shut down. */
    static ScheduledExecutorService threads() {
        return THREADS;
    }

    private static ScheduledExecutorService begin() {
        ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(2, task -> {
            Thread thread = new Thread(task, "aws-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        threads.setRemoveOnCancelPolicy(true);
        threads.scheduleAtFixedRate(() -> {}, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
        return threads;
    }
}
