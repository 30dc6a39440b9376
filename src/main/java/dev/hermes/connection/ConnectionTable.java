package dev.hermes.connection;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
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

    /** Of a row of this node, which is renewed twice a day. */
    private static final Duration OWN_LIFE = Duration.ofHours(36);

    private final String ownEndpoint;
    private final Supplier<String> ownAddress;
    private final Clock clock;

    /**
     * @param ownEndpoint of connections that this process holds
     * @param ownAddress what their rows say of it: it names the process as well
     */
    public ConnectionTable(String ownEndpoint, Supplier<String> ownAddress, Clock clock) {
        this.ownEndpoint = ownEndpoint;
        this.ownAddress = ownAddress;
        this.clock = clock;
    }

    /** The row of a connection, with the time when it expires. */
    public Map<String, AttributeValue> row(Connection connection) {
        boolean own = connection.endpoint().equals(ownEndpoint);
        Map<String, AttributeValue> row = new HashMap<>();
        row.put(ID, AttributeValue.fromS(connection.id()));
        row.put(ROOM, AttributeValue.fromS(connection.roomId()));
        row.put(USER, AttributeValue.fromS(connection.userId()));
        row.put(ENDPOINT, AttributeValue.fromS(own ? ownAddress.get() : connection.endpoint()));
        row.put(EXPIRES_AT, in(own ? OWN_LIFE : API_GATEWAY_LIFE));
        AttributesCodec.write(connection.attributes(), row);
        return row;
    }

    /** A time from now, as DynamoDB's TTL wants it: seconds since the epoch. */
    private AttributeValue in(Duration time) {
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
        return new Connection(row.get(ID).s(), row.get(ROOM).s(), user(row), endpoint, AttributesCodec.read(row));
    }

    /** The user that a row names; empty if it names none. */
    public static String user(Map<String, AttributeValue> row) {
        AttributeValue user = row.get(USER);
        return user == null || user.s() == null ? "" : user.s();
    }

    /** When the row of a connection of this process is to expire next. */
    AttributeValue ownExpiry() {
        return in(OWN_LIFE);
    }
}
