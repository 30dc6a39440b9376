package dev.hermes.audience;

import dev.hermes.connection.AttributesCodec;
import dev.hermes.connection.Connection;
import dev.hermes.table.RoomsTable;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A connection at an API Gateway that gets numbers.
 *
 * @param writtenAt when it asked for them last, in seconds since 1970
 */
record NumberedConnection(Connection connection, long writtenAt) {

    static NumberedConnection read(String room, Map<String, AttributeValue> row) {
        String id = row.get(RoomsTable.ITEM).s().substring(RoomsTable.NUMBERED.length());
        return new NumberedConnection(
                new Connection(
                        id,
                        room,
                        row.get(RoomsTable.USER).s(),
                        row.get(RoomsTable.ENDPOINT).s(),
                        AttributesCodec.read(row)),
                Long.parseLong(row.get(RoomsTable.WRITTEN_AT).n()));
    }
}
