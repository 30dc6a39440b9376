package dev.hermes.audience;

import dev.hermes.connection.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * The connections that this node has let in just now for API Gateway.
 *
 * <p>DynamoDB's indexes follow their table with a delay. Until they have, a look-up misses a client that has just
 * connected; these are added to what it finds. Safe for use by many threads.
 */
final class Arrivals {

    /** Far more than an index takes to follow. */
    private static final Duration REMEMBERED = Duration.ofSeconds(10);

    private final Clock clock;
    private final Queue<Arrival> inOrder = new ArrayDeque<>();
    private final Map<String, List<Connection>> byRoom = new HashMap<>();

    Arrivals(Clock clock) {
        this.clock = clock;
    }

    private record Arrival(Connection connection, Instant forgotten) {}

    /** The row of the connection has been written. */
    synchronized void add(Connection connection) {
        forget();
        inOrder.add(new Arrival(connection, clock.instant().plus(REMEMBERED)));
        byRoom.computeIfAbsent(connection.roomId(), any -> new ArrayList<>()).add(connection);
    }

    /** The connection has ended. */
    synchronized void remove(String connectionId) {
        inOrder.removeIf(arrival -> {
            boolean its = arrival.connection().id().equals(connectionId);
            if (its) {
                forget(arrival.connection());
            }
            return its;
        });
    }

    synchronized boolean contains(String connectionId) {
        forget();
        return inOrder.stream().anyMatch(arrival -> arrival.connection().id().equals(connectionId));
    }

    synchronized List<Connection> in(String roomId) {
        forget();
        return List.copyOf(byRoom.getOrDefault(roomId, List.of()));
    }

    private void forget() {
        Instant now = clock.instant();
        while (!inOrder.isEmpty() && inOrder.peek().forgotten().isBefore(now)) {
            forget(inOrder.remove().connection());
        }
    }

    private void forget(Connection connection) {
        byRoom.computeIfPresent(connection.roomId(), (room, connections) -> {
            connections.remove(connection);
            return connections.isEmpty() ? null : connections;
        });
    }
}
