package dev.hermes.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ComparisonOperator;
import software.amazon.awssdk.services.dynamodb.model.Condition;

/** One reading of a room's connections, page by page. For one thread at a time. */
public final class RoomLookUp {

    private final String roomId;
    private final List<Map<String, AttributeValue>> rows = new ArrayList<>();
    private Map<String, AttributeValue> startKey;
    private boolean unfinished = true;

    RoomLookUp(String roomId) {
        this.roomId = roomId;
    }

    /** Selects the room, and no other: DynamoDB compares the whole value. */
    public Map<String, Condition> keyConditions() {
        return Map.of(
                ConnectionTable.ROOM,
                Condition.builder()
                        .comparisonOperator(ComparisonOperator.EQ)
                        .attributeValueList(AttributeValue.fromS(roomId))
                        .build());
    }

    String roomId() {
        return roomId;
    }

    /** Where the next page starts; null for the first. */
    public Map<String, AttributeValue> startKey() {
        return startKey;
    }

    public boolean unfinished() {
        return unfinished;
    }

    void add(List<Map<String, AttributeValue>> page, Map<String, AttributeValue> nextKey) {
        rows.addAll(page);
        startKey = nextKey;
        unfinished = nextKey != null && !nextKey.isEmpty();
    }

    /** Every row of the room, as far as it has been read. */
    public List<Map<String, AttributeValue>> connections() {
        return rows;
    }
}
