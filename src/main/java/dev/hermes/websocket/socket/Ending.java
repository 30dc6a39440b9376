package dev.hermes.websocket.socket;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Why and when one socket ends, for the count of closed sockets. For the socket's event loop alone. */
final class Ending {

    private static final int NO_CODE = 1005;
    private static final int NO_CLOSE_FRAME = 1006;
    /** The wall clock may be set while somebody waits for it. */
    private static final long LONGEST_WAIT_MILLIS = TimeUnit.HOURS.toMillis(1);

    private final SocketMeters meters;
    private ScheduledFuture<?> timer;
    private CloseCode code;
    private int clientCode = NO_CLOSE_FRAME;
    private boolean opened;
    private boolean lost;

    Ending(SocketMeters meters) {
        this.meters = meters;
    }

    void opened() {
        opened = true;
    }

    /** Runs {@code close} at a time, unless the socket has ended by then. */
    void at(Instant end, EventLoop loop, Runnable close) {
        long wait = end.toEpochMilli() - System.currentTimeMillis();
        Runnable due = wait > LONGEST_WAIT_MILLIS ? () -> at(end, loop, close) : close;
        timer = loop.schedule(due, Math.max(0, Math.min(wait, LONGEST_WAIT_MILLIS)), TimeUnit.MILLISECONDS);
    }

    /** This node has decided to close. */
    void decided(CloseCode decided) {
        code = decided;
    }

    /** @param decided negative if the client's close frame has no code */
    void decidedByClient(int decided) {
        clientCode = decided < 0 ? NO_CODE : decided;
    }

    /** No pong came. */
    void lost() {
        lost = true;
    }

    boolean endsAccess() {
        return code != null && code.endsAccess();
    }

    void ended() {
        if (timer != null) {
            timer.cancel(false);
        }
        if (lost) {
            meters.lost();
        } else if (opened && code != null) {
            meters.closed(code);
        } else if (opened) {
            meters.closedByClient(clientCode);
        }
    }
}
