package dev.hermes.audience;

import dev.hermes.connection.AttributesCodec;
import dev.hermes.connection.Connection;
import dev.hermes.node.Lease;
import dev.hermes.table.RoomsTable;
import dev.hermes.table.RowWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The rows that tell in which rooms this process has members, for which API Gateways a room may have some, and which
 * connections there get numbers.
 */
public final class StayRows {

    private static final Logger LOG = LoggerFactory.getLogger(StayRows.class);

    /** For DynamoDB's TTL. */
    private static final Duration KEPT = Duration.ofDays(3);

    /** The hour for which a row is not written again, the two hours of a connection's life at API Gateway, and slack. */
    private static final Duration GATEWAY_STAY = Duration.ofMinutes(200);

    /** The two hours of a connection's life at API Gateway, and slack. */
    static final Duration NUMBERED_STAY = Duration.ofMinutes(130);

    private final RowWriter rows;
    private final RoomsTable table;
    private final Lease lease;
    private final Clock clock;
    private final AtomicLong count = new AtomicLong();

    public StayRows(RowWriter rows, RoomsTable table, Lease lease, Clock clock) {
        this.rows = rows;
        this.table = table;
        this.lease = lease;
        this.clock = clock;
    }

    /** Begins to read who holds connections of a room. */
    MemberLookUp holdersOf(String room) {
        return MemberLookUp.ofHolders(room, table.membersOf(room));
    }

    /**
     * One stay of this process in a room. Its key is made when it is needed: a node may be in as many rooms as it has
     * sockets.
     *
     * @param put done when the row stands; fails with the exception of the table
     */
    record Stay(String room, String item, CompletableFuture<Boolean> put) {}

    Stay begin(String room) {
        Map<String, AttributeValue> key = table.stayKey(room, lease.id(), count.incrementAndGet());
        return new Stay(room, key.get(RoomsTable.ITEM).s(), put(key));
    }

    private Map<String, AttributeValue> key(Stay stay) {
        return RoomsTable.key(table.membersOf(stay.room()), stay.item());
    }

    /** Whether a stay names this process as it is called now. */
    boolean isOfThisProcess(Stay stay) {
        return stay.item().startsWith(RoomsTable.NODE + lease.id() + "/");
    }

    private CompletableFuture<Boolean> put(Map<String, AttributeValue> key) {
        Map<String, AttributeValue> row = new HashMap<>(key);
        row.put(RoomsTable.ENDPOINT, AttributeValue.fromS(lease.endpoint()));
        row.put(RoomsTable.EXPIRES_AT, in(KEPT));
        return rows.put(key, row);
    }

    /** Puts off the expiry of the row. Should the stay end meanwhile, the row that comes back stands for nobody. */
    CompletableFuture<Boolean> keep(Stay stay) {
        return put(key(stay));
    }

    CompletableFuture<Boolean> end(Stay stay) {
        return delete(key(stay));
    }

    /** Deletes a row that stands for nobody; one that cannot be deleted is met again by the next look-up. */
    CompletableFuture<Boolean> delete(Map<String, AttributeValue> key) {
        return rows.delete(key).exceptionally(failure -> {
            LOG.debug("The row {} was not deleted", key, failure);
            return false;
        });
    }

    /** Tells that an API Gateway may hold members of the room for the next 200 minutes. */
    CompletableFuture<Boolean> beginAtGateway(String room, String endpoint) {
        Map<String, AttributeValue> key = RoomsTable.key(table.membersOf(room), RoomsTable.GATEWAY + endpoint);
        Map<String, AttributeValue> row = new HashMap<>(key);
        row.put(RoomsTable.ENDPOINT, AttributeValue.fromS(endpoint));
        row.put(RoomsTable.UNTIL, in(GATEWAY_STAY));
        row.put(RoomsTable.EXPIRES_AT, in(KEPT));
        return rows.put(key, row);
    }

    /** Tells that a connection at an API Gateway gets numbers; done when every look-up of the room finds it. */
    CompletableFuture<Boolean> number(Connection connection) {
        Map<String, AttributeValue> key = table.numberedKey(connection.roomId(), connection.id());
        Map<String, AttributeValue> row = new HashMap<>(key);
        row.put(RoomsTable.ENDPOINT, AttributeValue.fromS(connection.endpoint()));
        row.put(RoomsTable.USER, AttributeValue.fromS(connection.userId()));
        AttributesCodec.write(connection.attributes(), row);
        row.put(RoomsTable.WRITTEN_AT, in(Duration.ZERO));
        row.put(RoomsTable.UNTIL, in(NUMBERED_STAY));
        row.put(RoomsTable.EXPIRES_AT, in(KEPT));
        return rows.put(key, row);
    }

    /** Whether a row of an API Gateway, or of a connection there, stands for nobody any more. */
    boolean isOver(Map<String, AttributeValue> row) {
        AttributeValue until = row.get(RoomsTable.UNTIL);
        return until == null || Long.parseLong(until.n()) < clock.instant().getEpochSecond();
    }

    /** A connection at an API Gateway has closed. */
    CompletableFuture<Boolean> deleteNumbered(Connection connection) {
        return delete(table.numberedKey(connection.roomId(), connection.id()));
    }

    private AttributeValue in(Duration time) {
        return AttributeValue.fromN(Long.toString(clock.instant().plus(time).getEpochSecond()));
    }
}
