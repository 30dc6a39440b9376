package dev.hermes.history;

import dev.hermes.table.RoomsTable;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * The rows of histories in the table of rooms. Every read is consistent.
 *
 * <p>All methods block, and throw the {@link software.amazon.awssdk.core.exception.SdkException} of the table. Safe for
 * use by many threads.
 */
final class HistoryTable {

    /** How long a row is kept beyond {@link #WINDOWS_KEPT}: DynamoDB deletes late, so this decides nothing. */
    private static final Duration SLACK = Duration.ofDays(1);

    private static final int WINDOWS_KEPT = 3;

    private final DynamoDbClient dynamoDb;
    private final RoomsTable table;
    private final Duration window;
    private final Clock clock;

    HistoryTable(DynamoDbClient dynamoDb, RoomsTable table, Duration window, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.window = window;
        this.clock = clock;
    }

    /**
     * Some rows in their order.
     *
     * @param more whether there may be others behind them
     */
    record Page(List<Row> rows, boolean more) {}

    RoomsTable layout() {
        return table;
    }

    Duration window() {
        return window;
    }

    long now() {
        return clock.millis();
    }

    /** @return empty if the row stands, now or since an earlier try; else the row that is in its way */
    Optional<Row> put(String room, Row row) {
        Map<String, AttributeValue> key = table.messageKey(room, row.first());
        Map<String, AttributeValue> item = new HashMap<>(RowCodec.write(row));
        item.putAll(key);
        return putIfAbsent(key, item).map(RowCodec::read).filter(other -> !other.writeId()
                .equals(row.writeId()));
    }

    /** @return empty if it was put; else the item that is in the way */
    Optional<Map<String, AttributeValue>> putIfAbsent(
            Map<String, AttributeValue> key, Map<String, AttributeValue> item) {
        try {
            dynamoDb.putItem(put(item)
                    .conditionExpression("attribute_not_exists(#item)")
                    .expressionAttributeNames(Map.of("#item", RoomsTable.ITEM))
                    .build());
            return Optional.empty();
        } catch (ConditionalCheckFailedException inTheWay) {
            return Optional.of(inTheWay.hasItem() ? inTheWay.item() : get(key).orElseThrow(() -> inTheWay));
        }
    }

    /** Puts an item in place of one whose number {@code attribute} is {@code old}. */
    boolean replace(Map<String, AttributeValue> item, String attribute, long old) {
        try {
            dynamoDb.putItem(put(item)
                    .conditionExpression("#number = :old")
                    .expressionAttributeNames(Map.of("#number", attribute))
                    .expressionAttributeValues(Map.of(":old", RowCodec.number(old)))
                    .build());
            return true;
        } catch (ConditionalCheckFailedException changed) {
            return false;
        }
    }

    private PutItemRequest.Builder put(Map<String, AttributeValue> item) {
        Map<String, AttributeValue> expiring = new HashMap<>(item);
        long end = clock.instant()
                .plus(window.multipliedBy(WINDOWS_KEPT))
                .plus(SLACK)
                .getEpochSecond();
        expiring.put(RoomsTable.EXPIRES_AT, RowCodec.number(end));
        return PutItemRequest.builder()
                .tableName(table.name())
                .item(expiring)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    }

    Optional<Map<String, AttributeValue>> get(Map<String, AttributeValue> key) {
        Map<String, AttributeValue> item = dynamoDb.getItem(
                        get -> get.tableName(table.name()).key(key).consistentRead(true))
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(item);
    }

    Optional<Row> newest(String room) {
        return last(room, RoomsTable.HIGHEST_NUMBER);
    }

    private Optional<Row> last(String room, long highest) {
        QueryResponse found = dynamoDb.query(
                between(room, 0, highest).scanIndexForward(false).limit(1).build());
        return found.items().stream().findFirst().map(RowCodec::read);
    }

    /** The row to which {@code number} belongs, whether anybody got it or not; empty if there is none, or none any more. */
    Optional<Row> holding(String room, long number) {
        return last(room, number).filter(row -> row.next() > number);
    }

    /** The row that holds {@code number}, if one does, and those behind it; about 1 MB at the most. */
    Page from(String room, long number) {
        QueryResponse found =
                dynamoDb.query(between(room, number, RoomsTable.HIGHEST_NUMBER).build());
        List<Row> rows = new ArrayList<>(rows(found));
        if (rows.isEmpty() || rows.get(0).first() > number) {
            // It may be inside a row; where a page ended and the next begins, it is not.
            holding(room, number).filter(row -> row.jump() == 0).ifPresent(row -> rows.add(0, row));
        }
        return new Page(rows, found.hasLastEvaluatedKey());
    }

    /** Rows whose key is less than {@code number}, from the newest on; about 1 MB at the most. */
    Page before(String room, long number) {
        QueryResponse found = dynamoDb.query(
                between(room, 0, number - 1).scanIndexForward(false).build());
        return new Page(rows(found), found.hasLastEvaluatedKey());
    }

    private static List<Row> rows(QueryResponse found) {
        return found.items().stream().map(RowCodec::read).toList();
    }

    private QueryRequest.Builder between(String room, long lowest, long highest) {
        return QueryRequest.builder()
                .tableName(table.name())
                .consistentRead(true)
                .keyConditionExpression("#part = :part AND #item BETWEEN :lowest AND :highest")
                .expressionAttributeNames(Map.of("#part", RoomsTable.PART, "#item", RoomsTable.ITEM))
                .expressionAttributeValues(Map.of(
                        ":part", AttributeValue.fromS(table.messagesOf(room)),
                        ":lowest", AttributeValue.fromS(RoomsTable.padded(lowest)),
                        ":highest", AttributeValue.fromS(RoomsTable.padded(highest))));
    }
}
