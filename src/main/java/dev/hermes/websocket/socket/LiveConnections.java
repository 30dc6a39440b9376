package dev.hermes.websocket.socket;

import dev.hermes.connection.Connection;
import dev.hermes.history.Outlets;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBuf;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Gives code outside the routes access to the connections that this node holds.
 *
 * <p>Safe for use by many threads; never blocks. What is passed as {@code done} is called once, on an event loop or at once,
 * and must not block either. A socket that is being closed counts as gone.
 */
public final class LiveConnections {

    private final Sockets sockets;

    public LiveConnections(Clock clock, MeterRegistry meters) {
        this.sockets = new Sockets(clock, meters);
    }

    /** For the gateway, which opens and ends them. */
    public Sockets sockets() {
        return sockets;
    }

    /** What became of one message for one connection. */
    public enum Posted {
        /** Handed to the socket. */
        DONE,
        GONE,
        /** As much waits for the client as may; the message is dropped, and the socket stays. */
        FULL
    }

    /** Whether {@code id} could be the id of a connection, of this node or of another. */
    public static boolean isWellFormed(String id) {
        return ConnectionIds.isWellFormed(id);
    }

    /** Whether this node has the socket of a connection. */
    public boolean holds(String connectionId) {
        return sockets.find(connectionId) != null;
    }

    /** Who is behind each open socket, as the route that let it in left it. */
    public Collection<Connection> held() {
        return sockets.all().stream()
                .map(Socket::identity)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Sends one text message to one connection. */
    public void post(String id, String message, Consumer<Posted> done) {
        ask(id, socket -> post(socket, message), answer -> done.accept(answer.orElse(Posted.GONE)));
    }

    /** Describes a connection; empty if it is gone. */
    public void describe(String id, Consumer<Optional<LiveConnection>> done) {
        ask(id, socket -> socket.client().describe(), done);
    }

    /**
     * Closes a connection with {@link CloseCode#NORMAL}, which API Gateway uses (its {@code $disconnect} event has
     * {@code disconnectStatusCode} 1000 after a DeleteConnection).
     *
     * @param done is told whether there was one
     */
    public void close(String id, Consumer<Boolean> done) {
        close(id, CloseCode.NORMAL, done);
    }

    /**
     * Closes a connection. One whose handshake is not answered yet is refused: with 403 if access was revoked, else 503.
     *
     * @param done is told whether there was one
     */
    public void close(String id, CloseCode code, Consumer<Boolean> done) {
        ask(
                id,
                socket -> {
                    socket.close(code);
                    return true;
                },
                answer -> done.accept(answer.isPresent()));
    }

    /** The connections of a user, with those whose client has been let in and waits for the answer. */
    public List<Connection> ofUser(String userId) {
        return sockets.all().stream()
                .map(Socket::identity)
                .filter(known -> known != null && known.userId().equals(userId))
                .toList();
    }

    /**
     * Closes all connections that {@code who} names with {@link CloseCode#REVOKED}. A handshake that is under way, even one
     * of which nobody knows yet whose it is, is refused with 403 if it turns out to be one of them.
     *
     * @param done called once, when all sockets have been asked
     */
    public void revoke(Predicate<Connection> who, Runnable done) {
        // A task for each socket of others as well would keep the event loops from all else.
        List<Socket> there = sockets.all().stream()
                .filter(socket -> socket.identity() == null || who.test(socket.identity()))
                .toList();
        AtomicInteger left = new AtomicInteger(there.size() + 1);
        Runnable asked = () -> {
            if (left.decrementAndGet() == 0) {
                done.run();
            }
        };
        there.forEach(socket -> socket.loop().execute(() -> {
            socket.revoke(who);
            asked.run();
        }));
        asked.run();
    }

    /**
     * Sends one text message to many connections, as the routes do: one that reads too slowly is closed.
     *
     * @param done is told which of them this node does not hold
     */
    public void push(Collection<String> ids, String message, Consumer<List<String>> done) {
        sockets.push(ids, message, done);
    }

    /** What gives numbers to frames writes through this. */
    public Outlets outlets() {
        return new SocketOutlets(sockets);
    }

    private <T> void ask(String id, Function<Socket, T> question, Consumer<Optional<T>> done) {
        Socket socket = sockets.find(id);
        if (socket == null) {
            done.accept(Optional.empty());
            return;
        }
        socket.loop()
                .execute(() -> done.accept(socket.isGone() ? Optional.empty() : Optional.of(question.apply(socket))));
    }

    private Posted post(Socket socket, String message) {
        if (socket.isFull(0)) {
            return Posted.FULL;
        }
        ByteBuf frame = Frame.text(message);
        if (socket.write(frame)) {
            socket.transport().flush();
        }
        frame.release();
        sockets.meters().handed(1);
        return Posted.DONE;
    }
}
