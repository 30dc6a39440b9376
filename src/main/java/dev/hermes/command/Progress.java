package dev.hermes.command;

import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Says what a command is doing, if that takes longer than a second, and again every ten seconds. */
final class Progress {

    private static final Duration SILENT = Duration.ofSeconds(1);
    private static final Duration PERIOD = Duration.ofSeconds(10);

    private final PrintWriter out;
    private final Duration silent;
    private final Duration period;

    /** On the error stream of a person: a script may read both streams as one. */
    static Progress onTerminal(PrintWriter err) {
        return new Progress(System.console() == null ? new PrintWriter(Writer.nullWriter()) : err);
    }

    Progress(PrintWriter out) {
        this(out, SILENT, PERIOD);
    }

    Progress(PrintWriter out, Duration silent, Duration period) {
        this.out = out;
        this.silent = silent;
        this.period = period;
    }

    /** Runs the work on this thread. */
    void during(String what, Runnable work) {
        during(() -> what, () -> {
            work.run();
            return null;
        });
    }

    /**
     * Runs the work on this thread.
     *
     * @param what is said, as it is at that time; asked on another thread
     */
    <T> T during(Supplier<String> what, Supplier<T> work) {
        long begun = System.nanoTime();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(Progress::daemon);
        AtomicLong lines = new AtomicLong();
        clock.scheduleAtFixedRate(
                () -> {
                    long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
                    out.println(what.get() + (lines.getAndIncrement() == 0 ? " ..." : " ... " + seconds + " s"));
                    out.flush();
                },
                silent.toMillis(),
                period.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            return work.get();
        } finally {
            clock.shutdownNow();
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "progress");
        thread.setDaemon(true);
        return thread;
    }
}
