package dev.hermes.connection;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How connections are laid out in DynamoDB: the only class that knows the column names.
 *
 * <p>Rows that another writer made need only {@code connection_id} and {@code room_id}.
 */
public final class ConnectionTable {

    public static final String ID = "connection_id";
    public static final String ROOM = "room_id";
    public static final String USER = "user_id";
    public static final String ENDPOINT = "endpoint";
    public static final String EXPIRES_AT = "expires_at";

    /** API Gateway ends every connection after two hours; the rest is for a clock that is off. */
    private static final Duration API_GATEWAY_LIFE = Duration.ofMinutes(130);

    private final String ownEndpoint;
    private final Duration lease;
    private final Clock clock;

    /**
     * @param ownEndpoint the address under which this node's connections are known
     * @param lease how long a row of this node is good for unless it is renewed
     */
    public ConnectionTable(String ownEndpoint, Duration lease, Clock clock) {
        this.ownEndpoint = ownEndpoint;
        this.lease = lease;
        this.clock = clock;
    }

    /** The row of a connection, with the time when it expires. */
    public Map<String, AttributeValue> row(Connection connection) {
        return Map.of(
                ID, AttributeValue.fromS(connection.id()),
                ROOM, AttributeValue.fromS(connection.roomId()),
                USER, AttributeValue.fromS(connection.userId()),
                ENDPOINT, AttributeValue.fromS(connection.endpoint()),
                EXPIRES_AT, in(connection.endpoint().equals(ownEndpoint) ? lease : API_GATEWAY_LIFE));
    }

    /** A time from now, as DynamoDB's TTL wants it: seconds since the epoch. */
    AttributeValue in(Duration time) {
        return AttributeValue.fromN(Long.toString(clock.instant().plus(time).getEpochSecond()));
    }

    /** The key of the row of a connection. */
    public Map<String, AttributeValue> key(String connectionId) {
        return Map.of(ID, AttributeValue.fromS(connectionId));
    }

    /**
     * Goes on only if there is a row.
     *
     * @param row the attributes that DynamoDB found; null or empty if there is none
     * @throws ConnectionGone if there is none
     */
    public void require(Map<String, AttributeValue> row, String connectionId) {
        if (row == null || !row.containsKey(ROOM)) {
            throw new ConnectionGone(List.of(connectionId));
        }
    }

    /** The connection that a row tells of, held by the gateway at {@code endpoint}. */
    public Connection read(Map<String, AttributeValue> row, String endpoint) {
        AttributeValue user = row.get(USER);
        return new Connection(row.get(ID).s(), row.get(ROOM).s(), user == null ? "" : user.s(), endpoint);
    }

    /** Begins to read the connections of a room. */
    public RoomLookUp lookUp(String roomId) {
        return new RoomLookUp(roomId);
    }

    /** Takes in one page of a look-up, and where the next page starts: null after the last. */
    public RoomLookUp addPage(
            RoomLookUp lookUp, List<Map<String, AttributeValue>> rows, Map<String, AttributeValue> nextKey) {
        lookUp.add(rows, nextKey);
        return lookUp;
    }
}
