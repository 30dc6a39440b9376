package dev.hermes.websocket.socket;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the events of one socket to the route: in their order, one at a time, the close as the last and exactly once.
 *
 * <p>A client that sends faster than the route works is not read from until the route has caught up. For the socket's
 * event loop alone.
 */
public final class SocketEvents {

    private static final Logger LOG = LoggerFactory.getLogger(SocketEvents.class);

    private static final int MOST_WAITING = 16;

    private final Socket socket;
    private final Sockets sockets;
    private final SocketRoute route;
    private Messages messages;
    /** Made for the first message that has to wait: most sockets never have one. */
    private Queue<String> waiting;

    private boolean busy;
    private boolean closed;
    private boolean closeHandled;

    public SocketEvents(Socket socket, Sockets sockets, SocketRoute route) {
        this.socket = socket;
        this.sockets = sockets;
        this.route = route;
    }

    /** The handshake is about to be answered: from now on, frames and the end of the connection are events. */
    public void open() {
        messages = new Messages(socket, this, socket.options(), sockets.meters());
        socket.transport().handle(new ClientFrames(socket, messages, this));
    }

    /** The route did not let the client in, or was never asked: there is nothing to forget. */
    public void refused() {
        if (closed) {
            return;
        }
        closed = true;
        sockets.remove(socket);
        socket.end();
        sockets.ended();
    }

    /** The client that the route let in, or may have, is gone. */
    public void closed() {
        if (closed) {
            return;
        }
        closed = true;
        sockets.remove(socket);
        socket.end();
        if (!busy) {
            busy = true;
            done();
        }
    }

    void message(String message) {
        socket.client().active(sockets.now());
        if (!busy) {
            busy = true;
            route.message(socket, message, this::later);
            return;
        }
        if (waiting == null) {
            waiting = new ArrayDeque<>();
        }
        waiting.add(message);
        if (waiting.size() == MOST_WAITING) {
            messages.read(false);
        }
    }

    private void later() {
        try {
            socket.loop().execute(this::done);
        } catch (RejectedExecutionException stopped) {
            LOG.debug("Socket {}: its event loop has ended", socket.id(), stopped);
        }
    }

    private void done() {
        if (socket.accessHasEnded()) {
            waiting = null;
        }
        String next = waiting == null ? null : waiting.poll();
        if (next != null) {
            if (waiting.size() == MOST_WAITING / 2) {
                messages.read(true);
            }
            route.message(socket, next, this::later);
        } else if (!closed) {
            busy = false;
        } else if (!closeHandled) {
            closeHandled = true;
            route.closed(socket, this::later);
        } else {
            sockets.ended();
        }
    }
}
