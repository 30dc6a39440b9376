package dev.hermes.connection;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is in which room on a socket of this node: what a notification needs no look-up for.
 *
 * <p>The table stays the truth: whoever has no row there any more is in no room here either, from the next look-up of the
 * room on. Safe for use by many threads.
 */
final class LocalMembers {

    /** Far more than an index of DynamoDB takes to follow its table. */
    private static final Duration INDEX_LAG = Duration.ofSeconds(10);

    private final Clock clock;
    private final Map<String, Room> rooms = new ConcurrentHashMap<>();

    LocalMembers(Clock clock) {
        this.clock = clock;
    }

    void add(Connection connection) {
        rooms.compute(connection.roomId(), (id, room) -> {
            Room entered = room == null ? new Room() : room;
            entered.add(connection.id(), clock.millis());
            return entered;
        });
    }

    void remove(Connection connection) {
        rooms.computeIfPresent(connection.roomId(), (id, room) -> room.remove(connection.id()) ? null : room);
    }

    /** The ids of a room's connections; the same list, never changed, until somebody comes or goes. */
    List<String> in(String roomId) {
        Room room = rooms.get(roomId);
        return room == null ? List.of() : room.members();
    }

    /**
     * Compares what the table knows of this node's connections in a room with what is known here.
     *
     * @return those among {@code rows} that are not known here
     */
    List<String> reconcile(String roomId, Collection<String> rows) {
        Room room = rooms.get(roomId);
        return room == null ? List.copyOf(rows) : room.reconcile(rows, clock.millis() - INDEX_LAG.toMillis());
    }

    private static final class Room {

        private final Map<String, Long> arrivals = new HashMap<>();
        private List<String> members;

        private synchronized void add(String id, long now) {
            arrivals.put(id, now);
            members = null;
        }

        /** @return whether nobody is left */
        private synchronized boolean remove(String id) {
            arrivals.remove(id);
            members = null;
            return arrivals.isEmpty();
        }

        private synchronized List<String> members() {
            if (members == null) {
                members = List.copyOf(arrivals.keySet());
            }
            return members;
        }

        private synchronized List<String> reconcile(Collection<String> rows, long settled) {
            List<String> unknown =
                    rows.stream().filter(id -> !arrivals.containsKey(id)).toList();
            if (rows.size() - unknown.size() < arrivals.size()) {
                Set<String> known = new HashSet<>(rows);
                boolean left = arrivals.entrySet()
                        .removeIf(member -> member.getValue() < settled && !known.contains(member.getKey()));
                members = left ? null : members;
            }
            return unknown;
        }
    }
}
