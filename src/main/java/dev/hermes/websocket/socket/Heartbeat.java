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

    private final Sockets sockets;
    private final int slots;
    private long timer;
    private int slot;

    public Heartbeat(Sockets sockets, Duration interval) {
        this.sockets = sockets;
        this.slots = (int) Math.max(1, interval.toMillis() / TICK_MILLIS);
    }

    public void start(Vertx vertx) {
        timer = vertx.setPeriodic(TICK_MILLIS, any -> beat());
    }

    public void stop(Vertx vertx) {
        vertx.cancelTimer(timer);
    }

    private void beat() {
        slot = (slot + 1) % slots;
        for (Socket socket : sockets.all()) {
            if (Math.floorMod(socket.id().hashCode(), slots) == slot) {
                socket.loop().execute(socket::ping);
            }
        }
    }
}
