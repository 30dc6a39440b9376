package dev.hermes.websocket.socket;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Counts the messages of one client against its limit (a token bucket of two seconds). For one thread. */
final class MessagePace {

    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final double BURST_SECONDS = 2;
    /** A client that stays below its limit for so long starts anew. */
    private static final long IN_A_ROW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final int perSecond;
    private final LongSupplier clock;
    private double left;
    private long then;
    private boolean over;
    private long overSince;
    private long lastOver;
    private long pausedAt;

    /**
     * @param perSecond 0: any number
     * @param clock in nanoseconds
     */
    MessagePace(int perSecond, LongSupplier clock) {
        this.perSecond = perSecond;
        this.clock = clock;
        this.left = perSecond * BURST_SECONDS;
        this.then = clock.getAsLong();
    }

    /** Whether one more message is within the limit. */
    boolean allows() {
        if (perSecond == 0) {
            return true;
        }
        long now = clock.getAsLong();
        left = Math.min(perSecond * BURST_SECONDS, left + (now - then) / NANOS_PER_SECOND * perSecond);
        then = now;
        if (left >= 1) {
            left--;
            return true;
        }
        if (!over || now - lastOver > IN_A_ROW_NANOS) {
            over = true;
            overSince = now;
        }
        lastOver = now;
        return false;
    }

    /** The client is not read from any more: how it behaves cannot be seen. */
    void pause() {
        pausedAt = clock.getAsLong();
    }

    /** It is read from again. The pause is none of its own, so it does not count as time below the limit. */
    void resume() {
        lastOver += clock.getAsLong() - pausedAt;
    }

    /** Whether the client has been over its limit for 10 s in a row, by the time of its last message. */
    boolean isExceededForLong() {
        return over && lastOver - overSince >= PATIENCE_NANOS;
    }
}
