package dev.hermes.websocket.socket;

import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Pings every socket once in an interval, and ends those that did not answer the last ping.
 *
 * <p>The pings are spread over the interval's seconds, so that many sockets do not make one burst.
 */
public final class Heartbeat {

    private static final long TICK_MILLIS = 1_000;
    private static final long SHORTEST_NANOS =
            Duration.ofMillis(TICK_MILLIS / 2).toNanos();

    private final Sockets sockets;
    private final int slots;
    private long timer;
    private int slot;
    private long lastBeat;

    public Heartbeat(Sockets sockets, Duration interval) {
        this.sockets = sockets;
        this.slots = (int) Math.max(1, interval.toMillis() / TICK_MILLIS);
    }

    public void start(Vertx vertx) {
        lastBeat = System.nanoTime();
        timer = vertx.setPeriodic(TICK_MILLIS, any -> beat());
    }

    public void stop(Vertx vertx) {
        vertx.cancelTimer(timer);
    }

    private void beat() {
        long now = System.nanoTime();
        if (now - lastBeat < SHORTEST_NANOS) {
            // The process was stopped for a while, and its timer makes up for the beats that were left out, all at
            // once:
            // no client could answer one ping before the next.
            return;
        }
        lastBeat = now;
        slot = (slot + 1) % slots;
        for (Socket socket : sockets.all()) {
            if (Math.floorMod(socket.id().hashCode(), slots) == slot) {
                socket.loop().execute(socket::ping);
            }
        }
    }
}
