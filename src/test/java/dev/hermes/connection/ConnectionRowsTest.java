package dev.hermes.connection;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.dev.FakeDynamoDb;
import dev.hermes.dev.HeldRequests;
import dev.hermes.table.RowWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

class ConnectionRowsTest {

    private static final String TABLE = "hermesConnections";

    private final HeldRequests requests = new HeldRequests();
    private final FakeDynamoDb dynamoDb = new FakeDynamoDb();
    private final ConnectionTable connections = new ConnectionTable(
            "http://node/dev",
            () -> "http://node/dev/@nodes/n-1",
            Clock.fixed(Instant.parse("2026-01-08T12:00:00Z"), UTC));
    private final ConnectionRows rows =
            new ConnectionRows(new RowWriter(dynamoDb, TABLE, requests.threads()), connections);

    @Test
    void writesAndDeletesTogether() {
        rows.put(connection("c-1"));
        rows.put(connection("c-2"));
        CompletableFuture<Boolean> deleted = rows.delete("c-3");
        requests.letGo();

        assertThat(deleted).isCompleted();
        assertThat(dynamoDb.requests())
                .containsExactly(BatchWriteItemRequest.builder()
                        .requestItems(Map.of(TABLE, List.of(put("c-1"), put("c-2"), delete("c-3"))))
                        .build());
    }

    @Test
    void namesARowOnceThatTwoDelete() {
        CompletableFuture<Boolean> first = rows.delete("c-1");
        CompletableFuture<Boolean> second = rows.delete("c-1");
        rows.put(connection("c-2"));
        requests.letGo();

        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(dynamoDb.requests(BatchWriteItemRequest.class))
                .extracting(batch -> batch.requestItems().get(TABLE))
                .containsExactly(List.of(delete("c-1"), put("c-2")));
    }

    @Test
    void writesByItselfWhatABatchLeftUndone() {
        dynamoDb.answerBatchWrite(BatchWriteItemResponse.builder()
                .unprocessedItems(Map.of(TABLE, List.of(put("c-2"), delete("c-3"))))
                .build());

        rows.put(connection("c-1"));
        CompletableFuture<Boolean> written = rows.put(connection("c-2"));
        rows.delete("c-3");
        requests.letGo();

        assertThat(written).isCompleted();
        assertThat(dynamoDb.requests(PutItemRequest.class))
                .extracting(PutItemRequest::item)
                .containsExactly(connections.row(connection("c-2")));
        assertThat(dynamoDb.requests(DeleteItemRequest.class))
                .extracting(DeleteItemRequest::key)
                .containsExactly(Map.of("connection_id", AttributeValue.fromS("c-3")));
    }

    private WriteRequest put(String id) {
        return WriteRequest.builder()
                .putRequest(put -> put.item(connections.row(connection(id))))
                .build();
    }

    private static WriteRequest delete(String id) {
        return WriteRequest.builder()
                .deleteRequest(delete -> delete.key(Map.of("connection_id", AttributeValue.fromS(id))))
                .build();
    }

    private static Connection connection(String id) {
        return new Connection(id, "lobby", "ada", "http://node/dev");
    }
}
