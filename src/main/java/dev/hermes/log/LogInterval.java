package dev.hermes.log;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Lets one log line through in each interval and counts those that it holds back. Safe for use by many threads. */
public final class LogInterval {

    private final long nanos;
    private final LongSupplier clock;
    private final AtomicLong next;
    private final AtomicLong heldBack = new AtomicLong();

    /** @param clock in nanoseconds */
    public LogInterval(Duration interval, LongSupplier clock) {
        this.nanos = interval.toNanos();
        this.clock = clock;
        this.next = new AtomicLong(clock.getAsLong());
    }

    /** Calls {@code line} with the number of lines held back since the last one, unless the interval is still running. */
    public void log(LongConsumer line) {
        long now = clock.getAsLong();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + nanos)) {
            line.accept(heldBack.getAndSet(0));
        } else {
            heldBack.incrementAndGet();
        }
    }
}
