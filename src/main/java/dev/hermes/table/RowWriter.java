package dev.hermes.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Puts and deletes rows of one table, many in one request where many change at the same time.
 *
 * <p>Of two changes to one key that are under way at the same time either may come last, so no two callers may change
 * the same key. Safe for use by many threads.
 */
public final class RowWriter {

    /** As many as DynamoDB takes. */
    private static final int ITEMS_PER_WRITE = 25;

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final RequestBatcher<Change, Boolean> changes;

    public RowWriter(DynamoDbClient dynamoDb, String table, TableThreads threads) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.changes = new RequestBatcher<>(new Rows(), ITEMS_PER_WRITE, threads);
    }

    /**
     * Writes a row, in place of an older one.
     *
     * @return fails with the {@link software.amazon.awssdk.core.exception.SdkException} of the table
     */
    public CompletableFuture<Boolean> put(Map<String, AttributeValue> key, Map<String, AttributeValue> row) {
        return changes.ask(new Change(key, row));
    }

    /** Fails with the {@link software.amazon.awssdk.core.exception.SdkException} of the table. */
    public CompletableFuture<Boolean> delete(Map<String, AttributeValue> key) {
        return changes.ask(new Change(key, null));
    }

    /** @param row null: there is to be none */
    private record Change(Map<String, AttributeValue> key, Map<String, AttributeValue> row) {}

    private final class Rows implements RequestBatcher.Table<Change, Boolean> {

        @Override
        public Boolean ask(Change change) {
            if (change.row() == null) {
                dynamoDb.deleteItem(delete -> delete.tableName(table).key(change.key()));
            } else {
                dynamoDb.putItem(put -> put.tableName(table).item(change.row()));
            }
            return true;
        }

        @Override
        public List<Boolean> askTogether(List<Change> batch) {
            // A batch may name each key once; the last change of a key is as good as all.
            Map<Map<String, AttributeValue>, WriteRequest> writes = new LinkedHashMap<>();
            batch.forEach(change -> writes.put(change.key(), write(change)));
            List<WriteRequest> undone = dynamoDb.batchWriteItem(
                            write -> write.requestItems(Map.of(table, new ArrayList<>(writes.values()))))
                    .unprocessedItems()
                    .getOrDefault(table, List.of());
            Set<WriteRequest> left = new HashSet<>(undone);
            return batch.stream()
                    .map(change -> left.contains(writes.get(change.key())) ? null : Boolean.TRUE)
                    .toList();
        }

        private static WriteRequest write(Change change) {
            return change.row() == null
                    ? WriteRequest.builder()
                            .deleteRequest(delete -> delete.key(change.key()))
                            .build()
                    : WriteRequest.builder()
                            .putRequest(put -> put.item(change.row()))
                            .build();
        }
    }
}
