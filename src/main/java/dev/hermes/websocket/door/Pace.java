package dev.hermes.websocket.door;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** So many a second, and not many at once (a token bucket). For one thread. */
final class Pace {

    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    /** What may come at once: as many as in a hundredth of a second. */
    private static final double BURST_SECONDS = 0.01;

    private final double perSecond;
    private final LongSupplier clock;
    private double left;
    private long then;

    /** @param clock in nanoseconds */
    Pace(int perSecond, LongSupplier clock) {
        this.perSecond = perSecond;
        this.clock = clock;
        this.left = most();
        this.then = clock.getAsLong();
    }

    private double most() {
        return Math.max(1, perSecond * BURST_SECONDS);
    }

    /** Whether there is time for one more, which is now taken. */
    boolean take() {
        refill();
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }

    /** One more has come, whether there was time for it or not. */
    void overdraw() {
        refill();
        left--;
    }

    /** How long it takes until there is time for all that have come, in nanoseconds. */
    long debt() {
        refill();
        return left >= 0 ? 0 : (long) (-left / perSecond * NANOS_PER_SECOND);
    }

    private void refill() {
        long now = clock.getAsLong();
        left = Math.min(most(), left + (now - then) / NANOS_PER_SECOND * perSecond);
        then = now;
    }
}
