package dev.hermes.revocation;

import dev.hermes.table.RoomsTable;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The notices that all nodes read together with the rows of nodes. They are left for a day. */
final class NoticeRows {

    private static final String USER = "user_id";
    private static final String ROOM = "room_id";
    /** When it is over, in seconds since 1970; DynamoDB's TTL deletes it some time after that. */
    private static final Duration KEPT = Duration.ofDays(1);

    private final DynamoDbClient dynamoDb;
    private final RoomsTable rooms;
    private final Clock clock;

    NoticeRows(DynamoDbClient dynamoDb, RoomsTable rooms, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.rooms = rooms;
        this.clock = clock;
    }

    /** @throws software.amazon.awssdk.core.exception.SdkException if the table does not answer */
    void put(Notice notice) {
        Map<String, AttributeValue> row = new HashMap<>(rooms.noticeKey(notice.id()));
        row.put(USER, AttributeValue.fromS(notice.userId()));
        if (notice.roomId() != null) {
            row.put(ROOM, AttributeValue.fromS(notice.roomId()));
        }
        row.put(
                RoomsTable.EXPIRES_AT,
                AttributeValue.fromN(Long.toString(clock.instant().plus(KEPT).getEpochSecond())));
        dynamoDb.putItem(put -> put.tableName(rooms.name()).item(row));
    }

    static Notice read(Map<String, AttributeValue> row) {
        String item = row.get(RoomsTable.ITEM).s();
        AttributeValue room = row.get(ROOM);
        return new Notice(
                item.substring(RoomsTable.NOTICE.length()), row.get(USER).s(), room == null ? null : room.s());
    }
}
