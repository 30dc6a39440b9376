package dev.hermes.websocket.socket;

import dev.hermes.connection.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Who is behind a socket, and the revocations that came before that was known. Only {@link #get} is for any thread. */
final class Identity {

    private volatile Connection connection;
    private List<Predicate<Connection>> pending = List.of();

    /** Null while it is not known. */
    Connection get() {
        return connection;
    }

    /** It is known now. Returns whether access was revoked before that. */
    boolean set(Connection known) {
        connection = known;
        return pending.stream().anyMatch(revocation -> revocation.test(known));
    }

    /** Whether {@code who} names it; if it is not known yet, {@link #set} answers that. */
    boolean isRevoked(Predicate<Connection> who) {
        if (connection != null) {
            return who.test(connection);
        }
        pending = new ArrayList<>(pending);
        pending.add(who);
        return false;
    }
}
