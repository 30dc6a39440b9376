package dev.hermes.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.dev.FakeDynamoDb;
import dev.hermes.dev.SettableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;

class DeadRowsTest {

    private static final String DEAD = "http://10.0.0.2:8080/dev/@nodes/n-2";
    private static final Instant NOON = Instant.parse("2026-01-08T12:00:00Z");

    private final FakeDynamoDb dynamoDb = new FakeDynamoDb();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final DeadRows rows = new DeadRows(dynamoDb, "hermesConnections", new SettableClock(NOON), meters);

    @AfterEach
    void close() {
        rows.close();
    }

    @Test
    void areDeletedWhileTheyNameTheDeadProcess() {
        rows.delete(DEAD, List.of("c-1"));

        await().until(() -> deleted() == 1);
        assertThat(requests()).singleElement().satisfies(delete -> {
            assertThat(delete.tableName()).isEqualTo("hermesConnections");
            assertThat(delete.key()).isEqualTo(Map.of("connection_id", AttributeValue.fromS("c-1")));
            assertThat(delete.conditionExpression()).isEqualTo("#endpoint = :dead");
            assertThat(delete.expressionAttributeNames()).isEqualTo(Map.of("#endpoint", "endpoint"));
            assertThat(delete.expressionAttributeValues()).isEqualTo(Map.of(":dead", AttributeValue.fromS(DEAD)));
        });
    }

    @Test
    void ofAnOldNodeAreDeletedWhenTheirTimeIsOver() {
        rows.deleteExpired("http://10.0.0.2:8080/dev", List.of("c-1"));

        await().until(() -> deleted() == 1);
        assertThat(requests()).singleElement().satisfies(delete -> {
            assertThat(delete.conditionExpression()).isEqualTo("#endpoint = :dead AND #expiry < :now");
            assertThat(delete.expressionAttributeNames().get("#expiry")).isEqualTo("expires_at");
            assertThat(delete.expressionAttributeValues().get(":now").n())
                    .isEqualTo(Long.toString(NOON.getEpochSecond()));
        });
    }

    @Test
    void areDeletedOnceHoweverManyMeetThem() {
        rows.delete(DEAD, List.of("c-1", "c-2"));
        rows.delete(DEAD, List.of("c-2", "c-3"));

        await().until(() -> deleted() == 3);
        assertThat(requests())
                .extracting(delete -> delete.key().get("connection_id").s())
                .containsExactly("c-1", "c-2", "c-3");
    }

    @Test
    void goOnAfterOneThatIsStillGoodAndOneThatFails() {
        dynamoDb.fail(ConditionalCheckFailedException.builder().build());
        dynamoDb.failAfter(1, SdkClientException.create("the table is away"));

        rows.delete(DEAD, List.of("c-1", "c-2", "c-3"));

        await().until(() -> deleted() == 1);
        assertThat(requests()).hasSize(3);
    }

    private List<DeleteItemRequest> requests() {
        return dynamoDb.requests(DeleteItemRequest.class);
    }

    private double deleted() {
        return meters.get("hermes.connections.dead").counter().count();
    }
}
