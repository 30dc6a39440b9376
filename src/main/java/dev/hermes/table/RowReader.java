package dev.hermes.table;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/**
 * Reads rows of one table by their keys, many in one request where many are asked for at the same time. Reads are consistent.
 * Safe for use by many threads.
 */
public final class RowReader {

    /** As many as DynamoDB takes. */
    private static final int ITEMS_PER_READ = 100;

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final RequestBatcher<Map<String, AttributeValue>, Map<String, AttributeValue>> reads;

    public RowReader(DynamoDbClient dynamoDb, String table, TableThreads threads) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.reads = new RequestBatcher<>(new Rows(), ITEMS_PER_READ, key -> null, threads);
    }

    /**
     * The row of a key; empty if there is none.
     *
     * @return fails as {@link RequestBatcher#ask} does
     */
    public CompletableFuture<Map<String, AttributeValue>> get(Map<String, AttributeValue> key) {
        return reads.ask(key);
    }

    private final class Rows implements RequestBatcher.Table<Map<String, AttributeValue>, Map<String, AttributeValue>> {

        @Override
        public Map<String, AttributeValue> ask(Map<String, AttributeValue> key) {
            return dynamoDb.getItem(get -> get.tableName(table).key(key).consistentRead(true))
                    .item();
        }

        @Override
        public List<Map<String, AttributeValue>> askTogether(List<Map<String, AttributeValue>> keys) {
            // A batch may name each row once, though many may ask for the same.
            Set<Map<String, AttributeValue>> distinct = new LinkedHashSet<>(keys);
            BatchGetItemResponse response = dynamoDb.batchGetItem(get -> get.requestItems(Map.of(
                    table,
                    KeysAndAttributes.builder()
                            .keys(distinct)
                            .consistentRead(true)
                            .build())));
            Map<Map<String, AttributeValue>, Map<String, AttributeValue>> found = new HashMap<>();
            distinct.forEach(key -> found.put(key, Map.of()));
            Set<String> columns = keys.get(0).keySet();
            response.responses().getOrDefault(table, List.of()).forEach(row -> found.put(keyOf(row, columns), row));
            if (response.hasUnprocessedKeys() && response.unprocessedKeys().containsKey(table)) {
                response.unprocessedKeys().get(table).keys().forEach(found::remove);
            }
            return keys.stream().map(found::get).toList();
        }

        private static Map<String, AttributeValue> keyOf(Map<String, AttributeValue> row, Set<String> columns) {
            Map<String, AttributeValue> key = new HashMap<>(row);
            key.keySet().retainAll(columns);
            return key;
        }
    }
}
