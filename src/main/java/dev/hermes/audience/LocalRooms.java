package dev.hermes.audience;

import dev.hermes.audience.StayRows.Stay;
import dev.hermes.connection.Connection;
import dev.hermes.notification.Aim;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Who is in which room on a socket of this node, and the rows that tell the other nodes of it.
 *
 * <p>A room has one row for this node, from before its first member is let in until {@link #LINGER} after its last has
 * gone: a <em>stay</em>. Each stay has a key of its own, so it does not matter in which order the put of one and the delete
 * of another reach the table. Safe for use by many threads.
 */
public final class LocalRooms {

    /** A room that is left and entered again within this time costs no write. */
    static final Duration LINGER = Duration.ofSeconds(10);

    /** Before a row that the table did not take is written again. */
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final StayRows stays;
    private final ScheduledExecutorService scheduler;
    private final LongSupplier nanos;
    private final Map<String, LocalRoom> rooms = new ConcurrentHashMap<>();

    /** @param nanos a clock that never goes back, in nanoseconds */
    public LocalRooms(StayRows stays, ScheduledExecutorService scheduler, LongSupplier nanos) {
        this.stays = stays;
        this.scheduler = scheduler;
        this.nanos = nanos;
    }

    /**
     * A client is about to be let in.
     *
     * @return done when every look-up of the room finds this node; fails with the
     *     {@link software.amazon.awssdk.core.exception.SdkException} of the table
     */
    public CompletableFuture<Void> enter(Connection connection) {
        LocalRoom room = rooms.compute(connection.roomId(), (id, found) -> {
            LocalRoom entered = found == null ? new LocalRoom() : found;
            entered.enter(connection);
            return staying(id, entered);
        });
        return stands(connection.roomId(), room.stay());
    }

    private LocalRoom staying(String id, LocalRoom room) {
        Stay stay = room.stay();
        if (stay == null || stay.put().isCompletedExceptionally() || !stays.isOfThisProcess(stay)) {
            room.stay(stays.begin(id));
        }
        return room;
    }

    /** Done when a row of the room stands that names this process as it is called then. */
    private CompletableFuture<Void> stands(String roomId, Stay stay) {
        return stay.put().thenCompose(put -> {
            LocalRoom room = stays.isOfThisProcess(stay) ? null : rooms.computeIfPresent(roomId, this::staying);
            return room == null ? CompletableFuture.completedFuture(null) : stands(roomId, room.stay());
        });
    }

    /** A client that has entered was let in: from now on it is told what its room is told. */
    public void arrived(Connection connection) {
        rooms.computeIfPresent(connection.roomId(), (id, room) -> {
            room.arrived(connection, nanos.getAsLong());
            return room;
        });
    }

    /** A client that has entered gets numbered frames from now on, and no plain ones. */
    public void number(Connection connection) {
        Optional.ofNullable(rooms.get(connection.roomId())).ifPresent(room -> room.number(connection));
    }

    /** A client has gone, however far it came. */
    public void left(Connection connection) {
        rooms.computeIfPresent(connection.roomId(), (id, room) -> {
            if (room.left(connection.id())) {
                scheduler.schedule(() -> endIfEmpty(id), LINGER.toMillis(), TimeUnit.MILLISECONDS);
            }
            return room;
        });
    }

    private void endIfEmpty(String roomId) {
        rooms.computeIfPresent(roomId, (id, room) -> {
            if (!room.isEmpty()) {
                return room;
            }
            stays.end(room.stay());
            return null;
        });
    }

    /**
     * The rows of these connections are written anew, or are just going to be: they are members, also if they were lost
     * with their rows.
     *
     * @param holds whether this process has the socket of a connection id
     */
    public void restore(Collection<Connection> open, Predicate<String> holds) {
        for (Connection connection : open) {
            rooms.compute(connection.roomId(), (id, found) -> {
                LocalRoom room = found == null ? new LocalRoom() : found;
                room.restore(connection, nanos.getAsLong());
                return staying(id, room);
            });
            if (!holds.test(connection.id())) {
                left(connection);
            }
        }
    }

    /** This process goes on under another id: every room is entered anew; {@code entered} is told when the table has its row. */
    public void enterAgain(Consumer<String> entered) {
        rooms.keySet().forEach(room -> enterAgain(room, entered));
    }

    private void enterAgain(String roomId, Consumer<String> entered) {
        LocalRoom room = rooms.computeIfPresent(roomId, (id, found) -> found.isEmpty() ? found : staying(id, found));
        if (room != null && !room.isEmpty()) {
            stands(roomId, room.stay()).thenRun(() -> entered.accept(roomId)).exceptionally(failure -> {
                scheduler.schedule(() -> enterAgain(roomId, entered), AGAIN.toMillis(), TimeUnit.MILLISECONDS);
                return null;
            });
        }
    }

    /** Of each room that has members here, what puts off the expiry of its row. */
    public Collection<Runnable> keeping() {
        return rooms.values().stream()
                .filter(room -> !room.isEmpty())
                .<Runnable>map(room -> () -> stays.keep(room.stay()))
                .toList();
    }

    /** The ids of a room's connections that get plain frames; the same list, never changed, until somebody comes or goes. */
    List<String> in(String roomId) {
        LocalRoom room = rooms.get(roomId);
        return room == null ? List.of() : room.members();
    }

    /** The ids of those connections of a room that get plain frames and that a notification is for. */
    public List<String> in(String roomId, Aim aim) {
        LocalRoom room = rooms.get(roomId);
        return room == null ? List.of() : room.members(aim);
    }

    /** Whether the row of a stay in a room is the one that stands for this node there, or is just being written. */
    boolean isStaying(String roomId, String stay) {
        // Not by get: the row of a room that is being entered can be read before the room is in the map.
        LocalRoom room = rooms.computeIfPresent(roomId, (id, entered) -> entered);
        return room != null && room.stay().item().equals(stay);
    }

    /** In nanoseconds; never goes back. */
    long now() {
        return nanos.getAsLong();
    }

    /**
     * Compares what the table knows of this node's connections in a room with what is known here. Whoever has lost the row
     * is not told anything any more.
     *
     * @param begunAt when the reading of the rows began, by this clock: it says nothing of those who came since
     * @return those among {@code rows} that are not known here
     */
    List<String> reconcile(String roomId, Collection<String> rows, long begunAt) {
        LocalRoom room = rooms.get(roomId);
        return room == null ? List.copyOf(rows) : room.reconcile(rows, begunAt);
    }

    /** How many rooms have members here, or had some a moment ago. */
    public int count() {
        return rooms.size();
    }

    /** Ends every stay; the futures are done when the rows are gone, or could not be deleted. */
    public CompletableFuture<Void> endAll() {
        CompletableFuture<?>[] ends =
                rooms.values().stream().map(LocalRoom::stay).map(stays::end).toArray(CompletableFuture<?>[]::new);
        rooms.clear();
        return CompletableFuture.allOf(ends);
    }
}
