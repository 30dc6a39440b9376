package dev.hermes.pool;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fixed number of threads with a bounded queue. A task that finds the queue full is refused; its caller never runs it.
 *
 * <p>Safe for use by many threads.
 */
public final class Pool implements Executor, AutoCloseable {

    private static final long TRY_AGAIN_MILLIS = 50;
    private static final long STOP_SECONDS = 5;
    private static final String LABEL = "pool";

    private final ThreadPoolExecutor threads;
    private final MeterRegistry meters;
    private final Gauge waiting;
    private final Counter refused;

    /**
     * @param name of the threads, and the label of the pool's meters
     * @param size how many tasks run at a time
     * @param longestQueue how many more may wait
     */
    public Pool(String name, int size, int longestQueue, MeterRegistry meters) {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                size,
                size,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(longestQueue),
                task -> new Thread(task, name + "-" + number.incrementAndGet()));
        this.meters = meters;
        waiting = Gauge.builder(
                        "hermes.pool.waiting", threads, pool -> pool.getQueue().size())
                .description("Tasks that wait for a thread of the pool")
                .tag(LABEL, name)
                .register(meters);
        refused = Counter.builder("hermes.pool.refused")
                .description("Tasks that found the pool's queue full")
                .tag(LABEL, name)
                .register(meters);
    }

    /** @throws RejectedExecutionException if the queue is full, or the pool is closed */
    @Override
    public void execute(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            refused.increment();
            throw e;
        }
    }

    /**
     * Runs a task that must not be lost: while the queue is full, it is offered again every {@value #TRY_AGAIN_MILLIS} ms.
     * Only for callers that bring no second task before the first has run, so that what waits outside the queue is bounded.
     */
    public void insist(Runnable task) {
        try {
            execute(task);
        } catch (RejectedExecutionException e) {
            if (!threads.isShutdown()) {
                CompletableFuture.delayedExecutor(TRY_AGAIN_MILLIS, TimeUnit.MILLISECONDS, Runnable::run)
                        .execute(() -> insist(task));
            }
        }
    }

    /** Takes no more tasks, and waits up to {@value #STOP_SECONDS} s for those it has. */
    @Override
    public void close() {
        meters.remove(waiting);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
