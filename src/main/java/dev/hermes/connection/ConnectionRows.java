package dev.hermes.connection;

import dev.hermes.table.RequestBatcher;
import dev.hermes.table.TableThreads;
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

/** Writes and deletes the rows of connections, many in one request where many come and go at the same time. */
public final class ConnectionRows {

    /** As many as DynamoDB takes. */
    private static final int ITEMS_PER_WRITE = 25;

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final ConnectionTable connections;
    private final RequestBatcher<Change, Boolean> changes;

    public ConnectionRows(DynamoDbClient dynamoDb, String table, ConnectionTable connections, TableThreads threads) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.connections = connections;
        this.changes = new RequestBatcher<>(new Rows(), ITEMS_PER_WRITE, Change::id, threads);
    }

    /** Fails as {@link RequestBatcher#ask} does. */
    CompletableFuture<Boolean> put(Connection connection) {
        return changes.ask(new Change(connection.id(), connections.row(connection)));
    }

    /** Fails as {@link RequestBatcher#ask} does. */
    CompletableFuture<Boolean> delete(String connectionId) {
        return changes.ask(new Change(connectionId, null));
    }

    /** @param row null: there is to be none */
    private record Change(String id, Map<String, AttributeValue> row) {}

    private final class Rows implements RequestBatcher.Table<Change, Boolean> {

        @Override
        public Boolean ask(Change change) {
            if (change.row() == null) {
                dynamoDb.deleteItem(delete -> delete.tableName(table).key(connections.key(change.id())));
            } else {
                dynamoDb.putItem(put -> put.tableName(table).item(change.row()));
            }
            return true;
        }

        @Override
        public List<Boolean> askTogether(List<Change> batch) {
            Map<String, WriteRequest> writes = new LinkedHashMap<>();
            batch.forEach(change -> writes.put(change.id(), write(change)));
            List<WriteRequest> undone = dynamoDb.batchWriteItem(
                            write -> write.requestItems(Map.of(table, new ArrayList<>(writes.values()))))
                    .unprocessedItems()
                    .getOrDefault(table, List.of());
            Set<WriteRequest> left = new HashSet<>(undone);
            return batch.stream()
                    .map(change -> left.contains(writes.get(change.id())) ? null : Boolean.TRUE)
                    .toList();
        }

        private WriteRequest write(Change change) {
            return change.row() == null
                    ? WriteRequest.builder()
                            .deleteRequest(delete -> delete.key(connections.key(change.id())))
                            .build()
                    : WriteRequest.builder()
                            .putRequest(put -> put.item(change.row()))
                            .build();
        }
    }
}
