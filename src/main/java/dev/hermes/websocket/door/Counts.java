package dev.hermes.websocket.door;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many there are of each name, up to a limit. A name that has none takes no memory. Safe for use by many threads. */
final class Counts {

    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final int most;

    /** @param most of a name; 0: any number */
    Counts(int most) {
        this.most = most;
    }

    /** Counts one more, unless there are as many as there may be. */
    boolean take(String name) {
        if (most == 0) {
            return true;
        }
        boolean[] taken = new boolean[1];
        counts.compute(name, (any, count) -> {
            int now = count == null ? 0 : count;
            taken[0] = now < most;
            return taken[0] ? Integer.valueOf(now + 1) : count;
        });
        return taken[0];
    }

    /** One that was taken is there no more. */
    void release(String name) {
        counts.computeIfPresent(name, (any, count) -> count == 1 ? null : count - 1);
    }

    boolean isFull(String name) {
        return most > 0 && counts.getOrDefault(name, 0) >= most;
    }
}
