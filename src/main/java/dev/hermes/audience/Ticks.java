package dev.hermes.audience;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a task again and again while there is something to do: a node that is idle wakes for nothing. */
final class Ticks {

    private static final Logger LOG = LoggerFactory.getLogger(Ticks.class);

    private final ScheduledExecutorService clock;
    private final Duration period;
    private final Runnable task;
    private final BooleanSupplier needed;
    private final AtomicBoolean runs = new AtomicBoolean();

    /** @param needed whether there is something to do, asked after each run */
    Ticks(ScheduledExecutorService clock, Duration period, Runnable task, BooleanSupplier needed) {
        this.clock = clock;
        this.period = period;
        this.task = task;
        this.needed = needed;
    }

    /** There is something to do from now on. */
    void begin() {
        if (!runs.get() && !runs.getAndSet(true)) {
            try {
                clock.schedule(this::tick, period.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException stopping) {
                // What the task is for ends with the clock.
                runs.set(false);
            }
        }
    }

    private void tick() {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            // All later runs would be left out.
            LOG.error("A tick failed", e);
        }
        // First, so that what begins now is seen by one of the two.
        runs.set(false);
        if (needed.getAsBoolean()) {
            begin();
        }
    }
}
