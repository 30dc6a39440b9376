package dev.hermes.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.dev.FakeDynamoDb;
import dev.hermes.dev.HeldRequests;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

class RowWriterTest {

    private static final String TABLE = "hermesRooms";

    private final FakeDynamoDb dynamoDb = new FakeDynamoDb();
    private final HeldRequests requests = new HeldRequests();
    private final RowWriter rows = new RowWriter(dynamoDb, TABLE, requests.threads());

    @Test
    void writesARowThatComesAloneByItself() {
        CompletableFuture<Boolean> written = put("1");
        requests.letGo();

        assertThat(written).isCompletedWithValue(true);
        assertThat(dynamoDb.requests())
                .containsExactly(
                        PutItemRequest.builder().tableName(TABLE).item(row("1")).build());
    }

    @Test
    void deletesARowThatComesAloneByItself() {
        CompletableFuture<Boolean> deleted = rows.delete(key("1"));
        requests.letGo();

        assertThat(deleted).isCompletedWithValue(true);
        assertThat(dynamoDb.requests())
                .containsExactly(DeleteItemRequest.builder()
                        .tableName(TABLE)
                        .key(key("1"))
                        .build());
    }

    @Test
    void writesAndDeletesTogetherWhatComesAtTheSameTime() {
        put("1");
        put("2");
        rows.delete(key("3"));
        requests.letGo();

        assertThat(dynamoDb.requests())
                .containsExactly(BatchWriteItemRequest.builder()
                        .requestItems(Map.of(TABLE, List.of(putOf("1"), putOf("2"), deleteOf("3"))))
                        .build());
    }

    @Test
    void writesNoMoreThanTwentyFiveTogether() {
        IntStream.range(0, 26).forEach(i -> put(Integer.toString(i)));
        requests.letGo();

        assertThat(dynamoDb.requests(BatchWriteItemRequest.class))
                .singleElement()
                .satisfies(batch -> assertThat(batch.requestItems().get(TABLE)).hasSize(25));
        assertThat(dynamoDb.requests(PutItemRequest.class)).hasSize(1);
    }

    @Test
    void makesTwoChangesToOneKeyInTheirOrder() {
        CompletableFuture<Boolean> first = put("1");
        CompletableFuture<Boolean> second = rows.delete(key("1"));
        put("2");
        requests.letGo();

        assertThat(first).isCompletedWithValue(true);
        assertThat(second).isCompletedWithValue(true);
        assertThat(dynamoDb.requests(BatchWriteItemRequest.class))
                .extracting(batch -> batch.requestItems().get(TABLE))
                .containsExactly(List.of(putOf("1"), putOf("2")));
        assertThat(dynamoDb.requests(DeleteItemRequest.class))
                .extracting(DeleteItemRequest::key)
                .containsExactly(key("1"));
    }

    @Test
    void writesAgainWhatABatchLeftUndone() {
        dynamoDb.answerBatchWrite(BatchWriteItemResponse.builder()
                .unprocessedItems(Map.of(TABLE, List.of(putOf("2"))))
                .build());

        CompletableFuture<Boolean> first = put("1");
        CompletableFuture<Boolean> second = put("2");
        requests.letGo();
        requests.endPauses();

        assertThat(first).isCompletedWithValue(true);
        assertThat(second).isCompletedWithValue(true);
        assertThat(dynamoDb.requests(PutItemRequest.class))
                .extracting(PutItemRequest::item)
                .containsExactly(row("2"));
    }

    @Test
    void failsWithTheTable() {
        dynamoDb.fail(SdkClientException.create("the table is away"));

        CompletableFuture<Boolean> written = put("1");
        requests.letGo();

        assertThat(written)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingRootCause()
                .withMessage("the table is away");
    }

    private CompletableFuture<Boolean> put(String item) {
        return rows.put(key(item), row(item));
    }

    private static Map<String, AttributeValue> key(String item) {
        return RoomsTable.key("members/lobby", item);
    }

    private static Map<String, AttributeValue> row(String item) {
        return Map.of(
                "part", AttributeValue.fromS("members/lobby"),
                "item", AttributeValue.fromS(item),
                "endpoint", AttributeValue.fromS("http://10.0.0.1:8080/dev"));
    }

    private static WriteRequest putOf(String item) {
        return WriteRequest.builder().putRequest(put -> put.item(row(item))).build();
    }

    private static WriteRequest deleteOf(String item) {
        return WriteRequest.builder()
                .deleteRequest(delete -> delete.key(key(item)))
                .build();
    }
}
