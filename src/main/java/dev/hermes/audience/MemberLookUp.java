package dev.hermes.audience;

import dev.hermes.connection.ConnectionTable;
import dev.hermes.table.RoomsTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ComparisonOperator;
import software.amazon.awssdk.services.dynamodb.model.Condition;

/** One reading of rows by a key that they share, page by page. For one thread at a time. */
public final class MemberLookUp {

    private final String roomId;
    private final String key;
    private final String value;
    private final long begunAt;
    private final List<Map<String, AttributeValue>> rows = new ArrayList<>();
    private Map<String, AttributeValue> startKey;
    private int pages;
    private boolean unfinished = true;

    private MemberLookUp(String roomId, String key, String value, long begunAt) {
        this.roomId = roomId;
        this.key = key;
        this.value = value;
        this.begunAt = begunAt;
    }

    /** Reads the rows that name the holders of a room's connections, in the partition of the room. */
    static MemberLookUp ofHolders(String roomId, String partition) {
        return new MemberLookUp(roomId, RoomsTable.PART, partition, 0);
    }

    /**
     * Reads the rows of a room's connections.
     *
     * @param begunAt now, by the clock of {@link LocalRooms}
     */
    static MemberLookUp ofConnections(String roomId, long begunAt) {
        return new MemberLookUp(roomId, ConnectionTable.ROOM, roomId, begunAt);
    }

    /** Selects that value, and no other: DynamoDB compares the whole value. */
    Map<String, Condition> keyConditions() {
        return Map.of(
                key,
                Condition.builder()
                        .comparisonOperator(ComparisonOperator.EQ)
                        .attributeValueList(AttributeValue.fromS(value))
                        .build());
    }

    String roomId() {
        return roomId;
    }

    /** When it was made, before any page was read; 0 for holders, who are read as they are. */
    long begunAt() {
        return begunAt;
    }

    /** Of the key that the rows share. */
    String value() {
        return value;
    }

    /** Where the next page starts; null for the first. */
    Map<String, AttributeValue> startKey() {
        return startKey;
    }

    boolean unfinished() {
        return unfinished;
    }

    /** Takes in one page, and where the next page starts: null after the last. */
    MemberLookUp add(List<Map<String, AttributeValue>> page, Map<String, AttributeValue> nextKey) {
        rows.addAll(page);
        startKey = nextKey;
        pages++;
        unfinished = nextKey != null && !nextKey.isEmpty();
        return this;
    }

    /** What was read so far. */
    List<Map<String, AttributeValue>> rows() {
        return rows;
    }

    int pages() {
        return pages;
    }
}
