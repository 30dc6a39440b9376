package dev.hermes.connection;

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

    private final String ownEndpoint;

    /** @param ownEndpoint the address under which this node's connections are known, written into their rows */
    public ConnectionTable(String ownEndpoint) {
        this.ownEndpoint = ownEndpoint;
    }

    /** The row of a connection that this node holds. */
    public Map<String, AttributeValue> row(Connection connection) {
        return Map.of(
                ID, AttributeValue.fromS(connection.id()),
                ROOM, AttributeValue.fromS(connection.roomId()),
                USER, AttributeValue.fromS(connection.userId()),
                ENDPOINT, AttributeValue.fromS(ownEndpoint));
    }

    /** The key of the row of a connection. */
    public Map<String, AttributeValue> key(String connectionId) {
        return Map.of(ID, AttributeValue.fromS(connectionId));
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
