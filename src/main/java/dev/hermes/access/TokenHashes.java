package dev.hermes.access;

import dev.hermes.table.RequestBatcher;
import dev.hermes.table.TableThreads;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** Reads the BCrypt hash of a pair from its row, many in one request where many connect at the same time. */
public final class TokenHashes {

    /** As many as DynamoDB takes. */
    private static final int ITEMS_PER_READ = 100;

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final RequestBatcher<Map<String, AttributeValue>, Optional<String>> reads;

    public TokenHashes(DynamoDbClient dynamoDb, String table, TableThreads threads) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.reads = new RequestBatcher<>(new Rows(), ITEMS_PER_READ, key -> null, threads);
    }

    /**
     * The hash that the pair's row holds now, if there is such a row. Fails as {@link RequestBatcher#ask} does.
     */
    CompletableFuture<Optional<String>> of(String user, String room) {
        return reads.ask(TokenTable.key(user, room));
    }

    /** Reads are consistent, so that a deleted row refuses the very next connect. */
    private final class Rows implements RequestBatcher.Table<Map<String, AttributeValue>, Optional<String>> {

        @Override
        public Optional<String> ask(Map<String, AttributeValue> key) {
            return TokenTable.hash(
                    dynamoDb.getItem(get -> get.tableName(table).key(key).consistentRead(true))
                            .item());
        }

        @Override
        public List<Optional<String>> askTogether(List<Map<String, AttributeValue>> keys) {
            // A batch may name each row once, though many may connect as the same user.
            Set<Map<String, AttributeValue>> distinct = new LinkedHashSet<>(keys);
            BatchGetItemResponse response = dynamoDb.batchGetItem(get -> get.requestItems(Map.of(
                    table,
                    KeysAndAttributes.builder()
                            .keys(distinct)
                            .consistentRead(true)
                            .build())));
            Map<Map<String, AttributeValue>, Optional<String>> found = new HashMap<>();
            distinct.forEach(key -> found.put(key, Optional.empty()));
            response.responses()
                    .getOrDefault(table, List.of())
                    .forEach(row -> found.put(TokenTable.keyOf(row), TokenTable.hash(row)));
            if (response.hasUnprocessedKeys() && response.unprocessedKeys().containsKey(table)) {
                response.unprocessedKeys().get(table).keys().forEach(found::remove);
            }
            return keys.stream().map(found::get).toList();
        }
    }
}
