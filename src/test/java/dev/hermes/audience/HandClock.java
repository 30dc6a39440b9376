package dev.hermes.audience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Keeps what is to be done later until it is told to do it, on the thread that tells it. */
final class HandClock extends ScheduledThreadPoolExecutor {

    private final List<Runnable> tasks = new ArrayList<>();
    private final List<Duration> delays = new ArrayList<>();

    HandClock() {
        super(0);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        tasks.add(task);
        delays.add(Duration.of(delay, unit.toChronoUnit()));
        return null;
    }

    @Override
    public void execute(Runnable task) {
        schedule(task, 0, TimeUnit.MILLISECONDS);
    }

    /** How long what is to be done waits. */
    List<Duration> delays() {
        return List.copyOf(delays);
    }

    /** Does what is to be done now, but not what comes of it. */
    void runAll() {
        List<Runnable> due = List.copyOf(tasks);
        tasks.clear();
        delays.clear();
        due.forEach(Runnable::run);
    }
}
