package dev.hermes.websocket;

import dev.hermes.connection.Connection;
import io.netty.buffer.ByteBuf;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The door to the connections that this node holds, for others than the routes.
 *
 * <p>Safe for use by many threads; never blocks. What is passed as {@code done} is called once, on an event loop or at once,
 * and must not block either. A socket that is being closed counts as gone.
 */
public final class LiveConnections {

    private final Sockets sockets;

    public LiveConnections(Clock clock) {
        this.sockets = new Sockets(clock);
    }

    Sockets sockets() {
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
                .filter(Connection.class::isInstance)
                .map(Connection.class::cast)
                .toList();
    }

    /** Sends one text message to one connection. */
    public void post(String id, String message, Consumer<Posted> done) {
        ask(id, socket -> post(socket, message), answer -> done.accept(answer.orElse(Posted.GONE)));
    }

    /** Describes a connection; empty if it is gone. */
    public void describe(String id, Consumer<Optional<LiveConnection>> done) {
        ask(id, Socket::describe, done);
    }

    /**
     * Closes a connection: with 1000, which API Gateway uses (its {@code $disconnect} event has {@code disconnectStatusCode}
     * 1000 after a DeleteConnection).
     *
     * @param done is told whether there was one
     */
    public void close(String id, Consumer<Boolean> done) {
        ask(
                id,
                socket -> {
                    socket.dismiss();
                    return true;
                },
                answer -> done.accept(answer.isPresent()));
    }

    /**
     * Sends one text message to many connections, as the routes do: one that reads too slowly is closed.
     *
     * @param done is told which of them this node does not hold
     */
    public void push(Collection<String> ids, String message, Consumer<List<String>> done) {
        sockets.push(ids, message, done);
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

    private static Posted post(Socket socket, String message) {
        if (socket.isFull()) {
            return Posted.FULL;
        }
        ByteBuf frame = Frame.text(message);
        if (socket.write(frame)) {
            socket.flush();
        }
        frame.release();
        return Posted.DONE;
    }
}
