package dev.hermes.audience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.connection.Attributes;
import dev.hermes.connection.AttributesCodec;
import dev.hermes.dev.FakeDynamoDb;
import dev.hermes.dev.HeldRequests;
import dev.hermes.table.RowReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

class KnownAttributesTest {

    private static final String TABLE = "hermesConnections";
    private static final Attributes STAFF = new Attributes(Map.of("role", Set.of("staff")));

    private final HeldRequests requests = new HeldRequests();
    private final FakeDynamoDb dynamoDb = new FakeDynamoDb();
    private final List<Duration> pauses = new ArrayList<>();
    private final List<Runnable> paused = new ArrayList<>();
    private final KnownAttributes attributes =
            new KnownAttributes(new RowReader(dynamoDb, TABLE, requests.threads()), (after, task) -> {
                pauses.add(after);
                paused.add(task);
            });

    @Test
    void areReadTogetherAndOnce() {
        dynamoDb.answerBatchGet(BatchGetItemResponse.builder()
                .responses(Map.of(TABLE, List.of(row("c-2", Attributes.NONE), row("c-1", STAFF))))
                .build());

        CompletableFuture<Map<String, Attributes>> found = attributes.of(List.of("c-1", "c-2", "no-row", "c-1"));
        CompletableFuture<Map<String, Attributes>> meanwhile = attributes.of(List.of("c-1"));
        requests.letGo();

        assertThat(found).isCompletedWithValue(Map.of("c-1", STAFF, "c-2", Attributes.NONE, "no-row", Attributes.NONE));
        assertThat(meanwhile).isCompletedWithValue(Map.of("c-1", STAFF));
        assertThat(attributes.of(List.of("c-2", "c-1")))
                .isCompletedWithValue(Map.of("c-1", STAFF, "c-2", Attributes.NONE));
        assertThat(dynamoDb.requests())
                .singleElement()
                .isInstanceOfSatisfying(BatchGetItemRequest.class, get -> assertThat(
                                get.requestItems().get(TABLE).consistentRead())
                        .isTrue());
    }

    @Test
    void areAskedForAgainUntilTheTableAnswers() {
        dynamoDb.answerGetItem(row("c-1", STAFF));
        for (int request = 0; request < 6; request++) {
            dynamoDb.failAfter(request, SdkClientException.create("the table is away"));
        }

        CompletableFuture<Map<String, Attributes>> found = attributes.of(List.of("c-1"));
        requests.letGo();
        for (int pause = 0; pause < 6; pause++) {
            assertThat(found).isNotDone();
            paused.get(pause).run();
            requests.letGo();
        }

        assertThat(found).isCompletedWithValue(Map.of("c-1", STAFF));
        assertThat(pauses).extracting(Duration::toMillis).containsExactly(250L, 500L, 1000L, 2000L, 4000L, 4000L);
    }

    @Test
    void failWhereTheTableRefusesForGood() {
        dynamoDb.fail((DynamoDbException) DynamoDbException.builder()
                .awsErrorDetails(details("ValidationException"))
                .statusCode(400)
                .message("as told")
                .build());
        dynamoDb.answerGetItem(row("c-1", STAFF));

        CompletableFuture<Map<String, Attributes>> refused = attributes.of(List.of("c-1"));
        requests.letGo();
        CompletableFuture<Map<String, Attributes>> next = attributes.of(List.of("c-1"));
        requests.letGo();

        assertThat(refused).isCompletedExceptionally();
        assertThat(pauses).isEmpty();
        assertThat(next).isCompletedWithValue(Map.of("c-1", STAFF));
    }

    @Test
    void costNothingWhereNobodyIsAskedFor() {
        assertThat(attributes.of(List.of())).isCompletedWithValue(Map.of());
        assertThat(requests.count()).isZero();
    }

    private static AwsErrorDetails details(String code) {
        return AwsErrorDetails.builder().errorCode(code).build();
    }

    private static Map<String, AttributeValue> row(String id, Attributes attributes) {
        Map<String, AttributeValue> row = new HashMap<>(
                Map.of("connection_id", AttributeValue.fromS(id), "room_id", AttributeValue.fromS("lobby")));
        AttributesCodec.write(attributes, row);
        return row;
    }
}
