package dev.hermes.table;

import java.time.Duration;

/** Runs a task after a while. The task must be short: all share one thread. */
@FunctionalInterface
public interface Later {

    void run(Duration after, Runnable task);
}
