package dev.hermes.table;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How fast a table may be asked: halves with every throttled request, and grows slowly with every served one.
 *
 * <p>Not safe for use by several threads at a time.
 */
final class Throttle {

    private static final long SHORTEST_MILLIS = 50;
    private static final long LONGEST_MILLIS = 1_000;
    private static final int STEPS_BACK = 8;

    private final int mostTogether;
    private int together;
    private long pauseMillis;

    Throttle(int mostTogether) {
        this.mostTogether = mostTogether;
        this.together = mostTogether;
    }

    /** How many items the next request may have. */
    int together() {
        return together;
    }

    /** Whether the next request has to wait. */
    boolean slowsDown() {
        return pauseMillis > 0;
    }

    /** Until the next request, with jitter, so that nodes that were throttled together do not come back together. */
    Duration pause() {
        return Duration.ofMillis(pauseMillis / 2 + ThreadLocalRandom.current().nextLong(pauseMillis / 2 + 1));
    }

    void throttled() {
        together = Math.max(1, together / 2);
        pauseMillis = Math.min(LONGEST_MILLIS, Math.max(SHORTEST_MILLIS, pauseMillis * 2));
    }

    void served() {
        together = Math.min(mostTogether, together + Math.max(1, mostTogether / STEPS_BACK));
        pauseMillis = pauseMillis <= SHORTEST_MILLIS ? 0 : pauseMillis / 2;
    }
}
