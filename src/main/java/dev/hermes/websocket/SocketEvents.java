package dev.hermes.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.camel.component.vertx.websocket.VertxWebsocketEvent.CLOSE;
import static org.apache.camel.component.vertx.websocket.VertxWebsocketEvent.MESSAGE;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the events of one socket to the route: in their order, one at a time, the close as the last and exactly once.
 *
 * <p>A client that sends faster than the route works is not read from until the route has caught up. For the socket's
 * event loop alone.
 */
final class SocketEvents {

    private static final Logger LOG = LoggerFactory.getLogger(SocketEvents.class);

    private static final int MOST_WAITING = 16;

    private final Socket socket;
    private final Sockets sockets;
    private final WebSocketConsumer consumer;
    /** Made for the first event that has to wait: most sockets never have one. */
    private Queue<Exchange> waiting;

    private Buffer message;
    private boolean letIn;
    private boolean busy;
    private boolean closed;

    SocketEvents(Socket socket, Sockets sockets, WebSocketConsumer consumer) {
        this.socket = socket;
        this.sockets = sockets;
        this.consumer = consumer;
    }

    /** Whether the client waited for the answer. */
    boolean clientIsThere() {
        return !socket.isGone();
    }

    /** The route has let the client in: from now on the end of its connection is an event. */
    void letIn() {
        letIn = true;
    }

    /** The TCP connection is no more, whatever came of the handshake on it. */
    void connectionEnded() {
        // Before the route has decided, a close would overtake the open.
        if (letIn) {
            closed();
        }
    }

    void opened(ServerWebSocket webSocket) {
        try {
            socket.open(webSocket);
            webSocket.frameHandler(this::received);
            webSocket.closeHandler(any -> closed());
            webSocket.exceptionHandler(this::violated);
        } catch (IllegalStateException closedAlready) {
            // By a close frame that came with the handshake.
            closed();
        }
        if (socket.isGone()) {
            closed();
        }
    }

    /** The route did not let the client in. It hears no more of it, unless it had come as far as to know who it is. */
    void refused() {
        if (socket.identity() != null) {
            closed();
            return;
        }
        closed = true;
        sockets.remove(socket);
        socket.end();
        sockets.ended();
    }

    void closed() {
        if (closed) {
            return;
        }
        closed = true;
        message = null;
        sockets.remove(socket);
        socket.end();
        submit(consumer.event(CLOSE, socket, null));
    }

    private void received(WebSocketFrame frame) {
        socket.heard();
        if (closed || !(frame.isText() || frame.isBinary() || frame.isContinuation())) {
            return;
        }
        socket.active(sockets.now());
        Buffer part = frame.binaryData();
        message = message == null ? part : Buffer.buffer().appendBuffer(message).appendBuffer(part);
        if (message.length() > consumer.options().maxMessageBytes()) {
            message = null;
            socket.close(Socket.TOO_BIG, "message too big");
        } else if (frame.isFinal()) {
            Buffer whole = message;
            message = null;
            take(whole);
        }
    }

    private void take(Buffer whole) {
        byte[] bytes = whole.getBytes();
        if (ByteBufUtil.isText(Unpooled.wrappedBuffer(bytes), UTF_8)) {
            submit(consumer.event(MESSAGE, socket, new String(bytes, UTF_8)));
        } else {
            socket.close(Socket.NO_TEXT, "not UTF-8");
        }
    }

    /** The client broke the protocol: it is told how, before Vert.x ends the connection. */
    private void violated(Throwable failure) {
        LOG.debug("Socket {}", socket.id(), failure);
        if (failure instanceof CorruptedWebSocketFrameException violation) {
            socket.close((short) violation.closeStatus().code(), "protocol violation");
        }
    }

    private void submit(Exchange event) {
        if (!busy) {
            busy = true;
            fire(event);
            return;
        }
        if (waiting == null) {
            waiting = new ArrayDeque<>();
        }
        waiting.add(event);
        if (waiting.size() == MOST_WAITING) {
            socket.read(false);
        }
    }

    private void fire(Exchange event) {
        consumer.fire(event, () -> {
            try {
                socket.loop().execute(this::done);
            } catch (RejectedExecutionException stopped) {
                LOG.debug("Socket {}: its event loop has ended", socket.id(), stopped);
            }
        });
    }

    private void done() {
        Exchange next = waiting == null ? null : waiting.poll();
        if (next == null) {
            busy = false;
            if (closed) {
                sockets.ended();
            }
            return;
        }
        if (waiting.size() == MOST_WAITING / 2) {
            socket.read(true);
        }
        fire(next);
    }
}
