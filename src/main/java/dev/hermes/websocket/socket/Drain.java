package dev.hermes.websocket.socket;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes all sockets of a node that stops, a few at a time, so that their clients do not come back all at once. */
public final class Drain {

    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    private static final long LOOK_MILLIS = 10;
    /** For the close frames of the last clients, and for the rows of all. */
    private static final Duration END = Duration.ofSeconds(4);
    /** The table takes no rows when none was handled for so long; close frames are answered, or not, within a second. */
    private static final Duration WITHOUT_PROGRESS = Duration.ofMillis(1500);

    private final Sockets sockets;
    private final Duration delay;
    private final Duration spread;

    /**
     * @param delay in which nobody is closed yet
     * @param spread over which the sockets are closed then; zero: all at once
     */
    public Drain(Sockets sockets, Duration delay, Duration spread) {
        this.sockets = sockets;
        this.delay = delay;
        this.spread = spread;
    }

    /** Returns when no socket is left and their ends have been handled, or when that takes too long or does not go on. */
    public void run() throws InterruptedException {
        if (isDoneWithin(delay)) {
            return;
        }
        List<Socket> open = new ArrayList<>(sockets.all());
        LOG.info("Closing {} sockets within {} s", open.size(), spread.toSeconds());
        Collections.shuffle(open);
        for (int i = 0; i < open.size(); i++) {
            Socket socket = open.get(i);
            double share = (i + ThreadLocalRandom.current().nextDouble()) / open.size();
            socket.loop()
                    .schedule(
                            () -> socket.close(CloseCode.RESTART),
                            (long) (share * spread.toMillis()),
                            TimeUnit.MILLISECONDS);
        }
        if (!isDoneWithin(spread) && !isDoneWhileItGoesOn()) {
            LOG.warn("{} connections could not be forgotten in time; their rows are stale", sockets.underWay());
        }
    }

    private boolean isDoneWithin(Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        while (sockets.underWay() > 0 && System.nanoTime() < deadline) {
            Thread.sleep(LOOK_MILLIS);
        }
        return sockets.underWay() == 0;
    }

    private boolean isDoneWhileItGoesOn() throws InterruptedException {
        long deadline = System.nanoTime() + END.toNanos();
        int before = -1;
        while (sockets.underWay() != before && System.nanoTime() < deadline) {
            before = sockets.underWay();
            if (isDoneWithin(WITHOUT_PROGRESS)) {
                return true;
            }
        }
        return false;
    }
}
