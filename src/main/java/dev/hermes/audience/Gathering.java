package dev.hermes.audience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Gathers what may share a request, until the first of them may wait no longer, or until there are as many as a request takes.
 * Safe for use by many threads.
 */
final class Gathering<T> {

    /** Between two requests for those that may not wait. Nobody notices it, and under load it fills the next. */
    private static final long SPACING_NANOS = Duration.ofMillis(2).toNanos();

    private final int most;
    private final ScheduledExecutorService threads;
    private final Consumer<List<T>> begin;
    /** Guarded by this, as all that changes below. */
    private final Set<T> gathered = new LinkedHashSet<>();

    private long begunAt = System.nanoTime() - SPACING_NANOS;
    private long dueAt;

    /**
     * @param most of them in one request
     * @param begin is told which make a request together, on one of the threads
     */
    Gathering(int most, ScheduledExecutorService threads, Consumer<List<T>> begin) {
        this.most = most;
        this.threads = threads;
        this.begin = begin;
    }

    /** May be told again of one that is gathered already, which then waits no longer than {@code mayWait} from now. */
    void add(T one, Duration mayWait) {
        long wait;
        synchronized (this) {
            boolean nothingDue = gathered.isEmpty();
            gathered.add(one);
            long now = System.nanoTime();
            long at = gathered.size() == most ? now : Math.max(now + mayWait.toNanos(), begunAt + SPACING_NANOS);
            if (!nothingDue && dueAt - at <= 0) {
                return;
            }
            dueAt = at;
            wait = at - now;
        }
        threads.schedule(this::begin, wait, TimeUnit.NANOSECONDS);
    }

    private void begin() {
        List<T> together;
        synchronized (this) {
            together = new ArrayList<>(gathered);
            gathered.clear();
            begunAt = System.nanoTime();
        }
        for (int from = 0; from < together.size(); from += most) {
            List<T> request = together.subList(from, Math.min(together.size(), from + most));
            if (from + most < together.size()) {
                threads.execute(() -> begin.accept(request));
            } else {
                begin.accept(request);
            }
        }
    }
}
