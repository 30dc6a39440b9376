package dev.hermes.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.vertx.core.http.ServerWebSocket;
import java.util.concurrent.TimeUnit;

/**
 * One WebSocket of this node, from the moment its handshake is let in to its end.
 *
 * <p>What is pushed before the handshake is answered waits, and is the first that the client gets. Everything but
 * {@link #id()}, {@link #loop()} and {@link #identity()} is for the socket's event loop alone.
 */
final class Socket {

    private static final short NORMAL = 1000;
    private static final short GOING_AWAY = 1001;
    static final short NO_TEXT = 1007;
    static final short TOO_BIG = 1009;
    static final short TOO_SLOW = 1013;
    private static final long LEAVE_MILLIS = 500;

    private final String id;
    private final Channel channel;
    private final GatewayOptions options;
    private final String userAgent;
    private final long connectedAt;
    private long lastActiveAt;
    private volatile Object identity;
    private EarlyFrames early;
    private ServerWebSocket webSocket;
    private boolean flushWaits;
    private boolean pongMissing;
    private boolean closing;

    /** @param now in milliseconds since 1970 */
    Socket(String id, Channel channel, GatewayOptions options, String userAgent, long now) {
        this.id = id;
        this.channel = channel;
        this.options = options;
        this.early = new EarlyFrames(options.maxQueueBytes());
        this.userAgent = userAgent;
        this.connectedAt = now;
        this.lastActiveAt = now;
    }

    String id() {
        return id;
    }

    EventLoop loop() {
        return channel.eventLoop();
    }

    /** Who is behind the socket, as the route that let it in left it. */
    Object identity() {
        return identity;
    }

    void identity(Object identity) {
        this.identity = identity;
    }

    /** The handshake was answered: what was pushed so far leaves. */
    void open(ServerWebSocket webSocket) {
        this.webSocket = webSocket;
        webSocket.setWriteQueueMaxSize(options.maxQueueBytes());
        EarlyFrames waiting = early;
        early = null;
        waiting.release(this::write);
        flush();
        if (waiting.areTooMany()) {
            close(TOO_SLOW, "too much was pushed before the handshake was answered");
        }
    }

    /** The handshake came to nothing, or the socket has ended: what still waits is dropped. */
    void end() {
        closing = true;
        if (early != null) {
            early.release(dropped -> {});
            early = null;
        }
    }

    /**
     * Puts a frame behind all others, without sending yet; takes a reference of its own to it.
     *
     * @return whether the socket now waits for its first {@link #flush()}
     */
    boolean write(ByteBuf frame) {
        if (early != null) {
            early.add(frame);
            return false;
        }
        if (isFull()) {
            close(TOO_SLOW, "reads too slowly");
        }
        if (isGone()) {
            return false;
        }
        // Past the encoder: the frame is encoded already, once for all sockets.
        channel.write(frame.retainedDuplicate(), channel.voidPromise());
        boolean first = !flushWaits;
        flushWaits = true;
        return first;
    }

    void flush() {
        flushWaits = false;
        channel.flush();
    }

    /** Whatever the client sent shows that it is there. */
    void heard() {
        pongMissing = false;
    }

    /** The client sent a message. Pongs do not count: the gateway itself asks for them all the time. */
    void active(long now) {
        lastActiveAt = now;
    }

    /** Asks for a pong; gives the client up if the last one is still missing. */
    void ping() {
        if (webSocket == null || closing) {
            return;
        }
        if (pongMissing) {
            cut();
            return;
        }
        pongMissing = true;
        channel.writeAndFlush(Frame.PING.duplicate(), channel.voidPromise());
    }

    /** Stops or resumes reading from the client. */
    void read(boolean on) {
        if (!closing && on) {
            webSocket.resume();
        } else if (!closing) {
            webSocket.pause();
        }
    }

    /** Tells the client to go, and why; sees to it that it does, even if it reads nothing. */
    void close(short code, String reason) {
        close(code, reason, options.closeGrace().toMillis());
    }

    /** This node stops: the client may connect to another. */
    void leave() {
        close(GOING_AWAY, "going away", LEAVE_MILLIS);
    }

    /** Ends the connection on somebody's behalf, as API Gateway does it: also one whose handshake is not answered yet. */
    void dismiss() {
        if (webSocket == null) {
            cut();
        }
        close(NORMAL, "");
    }

    private void close(short code, String reason, long graceMillis) {
        if (closing || webSocket == null) {
            return;
        }
        closing = true;
        webSocket.close(code, reason);
        loop().schedule(this::cut, graceMillis, TimeUnit.MILLISECONDS);
    }

    /** Past Vert.x, which would first wait until all that was written has left: it never will if nobody reads. */
    private void cut() {
        if (channel.isActive()) {
            channel.pipeline().firstContext().close();
        }
    }

    /** Whether nothing can reach the client any more, though the socket may not have ended yet. */
    boolean isGone() {
        return closing || !channel.isActive();
    }

    /** Whether as much waits for the client as may: the next {@link #write} would close it. */
    boolean isFull() {
        if (early != null || channel.isWritable()) {
            return false;
        }
        // What waits for its flush alone, in a burst, was not refused by the client.
        channel.flush();
        return !channel.isWritable();
    }

    LiveConnection describe() {
        return LiveConnection.of(channel, userAgent, connectedAt, lastActiveAt);
    }
}
