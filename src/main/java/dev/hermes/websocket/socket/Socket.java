package dev.hermes.websocket.socket;

import dev.hermes.connection.Connection;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * One WebSocket of this node, from the moment that its client asks for it to its end.
 *
 * <p>What is pushed before the handshake is answered waits, and is the first that the client gets. Everything but
 * {@link #id()}, {@link #loop()}, {@link #identity()} and {@link #isWanted()} is for the socket's event loop alone.
 */
public final class Socket {

    private final String id;
    private final Client client;
    private final SocketOptions options;
    private SocketOwner owner;
    private final Transport transport;
    private final Ending ending;
    private final Identity identity = new Identity();
    private volatile SocketState state = SocketState.ASKED;
    private EarlyFrames early;

    Socket(String id, Channel channel, Client client, SocketOptions options, SocketMeters meters, SocketOwner owner) {
        this.id = id;
        this.client = client;
        this.options = options;
        this.owner = owner;
        this.transport = new Transport(channel);
        this.ending = new Ending(meters);
        this.early = new EarlyFrames(options.maxQueueBytes());
    }

    public String id() {
        return id;
    }

    public EventLoop loop() {
        return transport.loop();
    }

    Transport transport() {
        return transport;
    }

    SocketOptions options() {
        return options;
    }

    Client client() {
        return client;
    }

    /** Who is behind the socket, as the route that let it in left it; null until then. */
    public Connection identity() {
        return identity.get();
    }

    /** Whether a client still waits for the answer to its handshake. */
    public boolean isWanted() {
        return state == SocketState.ASKED && transport.isActive();
    }

    /** The route has let the client in. */
    public void identify(Connection connection) {
        if (identity.set(connection)) {
            close(CloseCode.REVOKED);
        }
    }

    /** The handshake was answered: what was pushed so far leaves. The next owner holds neither request nor token. */
    public void open(SocketOwner next) {
        if (!isWanted()) {
            return;
        }
        owner = next;
        state = SocketState.OPEN;
        ending.opened();
        transport.open(options.maxQueueBytes());
        EarlyFrames waiting = early;
        early = null;
        waiting.release(this::write);
        transport.flush();
        waiting.areReleased();
        if (waiting.areTooMany()) {
            close(CloseCode.TOO_SLOW);
        }
    }

    /** Closes the socket at a time, if it is still open then. */
    public void closeAt(Instant end) {
        ending.at(end, loop(), () -> close(CloseCode.EXPIRED));
    }

    /** The handshake came to nothing, or the connection has ended: what still waits is dropped. */
    public void end() {
        if (state != SocketState.ENDED) {
            state = SocketState.ENDED;
            if (early != null) {
                early.release(dropped -> {});
                early = null;
            }
            ending.ended();
            owner.ended();
        }
    }

    /** Puts a frame behind all others, without sending yet. Returns whether the socket now waits for its first flush. */
    boolean write(ByteBuf frame) {
        if (early != null) {
            early.add(frame);
            return false;
        }
        if (isFull(0)) {
            close(CloseCode.TOO_SLOW);
        }
        return !isGone() && transport.write(frame);
    }

    /** Sends a frame; {@code left} is run when it has left, which may be never, and not before the socket is open. */
    void send(ByteBuf frame, Runnable left) {
        if (early != null) {
            early.add(frame, left);
        } else if (!isGone()) {
            transport.send(frame, left);
        }
    }

    /** Whether {@code more} bytes do not fit beside those that wait: if none do, the next {@link #write} closes the socket. */
    boolean isFull(int more) {
        return early == null && transport.isFull(more);
    }

    /** Stops or resumes reading from the client. */
    void read(boolean on) {
        if (state == SocketState.OPEN) {
            transport.read(on);
        }
    }

    /** Asks for a pong; gives the client up if the last one is still missing. */
    void ping() {
        if (state == SocketState.OPEN && !transport.ping()) {
            ending.lost();
            transport.cut();
        }
    }

    /** Tells the client to go, and why; sees to it that it does, even if it reads nothing. */
    public void close(CloseCode code) {
        if (state == SocketState.ASKED) {
            ending.decided(code);
            owner.closedEarly(code);
        } else if (state == SocketState.OPEN) {
            state = SocketState.CLOSING;
            ending.decided(code);
            transport.close(code, code.graceMillis(options));
        }
    }

    /** Closes the socket if it is of somebody whom {@code who} names, now or once it is known whose it is. */
    void revoke(Predicate<Connection> who) {
        if (!isGone() && identity.isRevoked(who)) {
            close(CloseCode.REVOKED);
        }
    }

    /** The client's close frame has come, as an answer or as its own decision; {@code code} is negative if there is none. */
    void closeByClient(int code) {
        if (state == SocketState.CLOSING) {
            transport.cut();
        } else if (state == SocketState.OPEN && code >= 0 && !CloseCode.mayBeSent(code)) {
            close(CloseCode.PROTOCOL_ERROR);
        } else if (state == SocketState.OPEN) {
            state = SocketState.CLOSING;
            ending.decidedByClient(code);
            transport.answerClose(code, options.closeGrace().toMillis());
        }
    }

    /** Whether the socket is open, and nobody has decided to close it. */
    boolean isOpen() {
        return state == SocketState.OPEN;
    }

    /** Whether nothing can reach the client any more, though the socket may not have ended yet. */
    boolean isGone() {
        return state == SocketState.CLOSING || state == SocketState.ENDED || !transport.isActive();
    }

    /** Whether what the client has sent must have no effect any more, even if it came in time. */
    boolean accessHasEnded() {
        return ending.endsAccess();
    }
}
