package dev.hermes.access;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The tokens that are being checked, of those that have not matched lately. Safe for use by many threads. */
final class Strangers {

    private final int most;
    /** How many clients show each of them now. */
    private final Map<ByteBuffer, Integer> clients = new ConcurrentHashMap<>();

    /** @param most different ones at a time */
    Strangers(int most) {
        this.most = most;
    }

    /** Whether one more client with this token may be checked: one of several that show the same costs little. */
    boolean enter(ByteBuffer token) {
        boolean full = clients.size() >= most;
        return clients.compute(token, (same, some) -> {
                    if (some != null) {
                        return some + 1;
                    }
                    return full ? null : Integer.valueOf(1);
                })
                != null;
    }

    /** After {@link #enter}, when its client has its answer. */
    void leave(ByteBuffer token) {
        clients.computeIfPresent(token, (same, some) -> some == 1 ? null : Integer.valueOf(some - 1));
    }
}
