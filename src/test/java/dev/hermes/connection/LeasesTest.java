package dev.hermes.connection;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.connection.Recipients.Gateway;
import dev.hermes.dev.FakeDynamoDb;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

class LeasesTest {

    private static final String HERE = "http://10.0.0.1:8080/dev";
    private static final String ELSEWHERE = "http://10.0.0.2:8080/dev";
    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final Instant NOW = Instant.parse("2026-01-08T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, UTC);
    private static final SdkClientException AWAY = SdkClientException.create("the table is away");
    private static final Connection ADA = new Connection("c-1", "lobby", "ada", HERE);
    private static final Connection BOB = new Connection("c-2", "lobby", "bob", HERE);

    private final AtomicInteger asked = new AtomicInteger();
    private final FakeDynamoDb dynamoDb = new FakeDynamoDb();
    private final Leases leases =
            new Leases(dynamoDb, "hermesConnections", new ConnectionTable(HERE, LEASE, CLOCK), LEASE, CLOCK, () -> {
                asked.incrementAndGet();
                return List.of(ADA, BOB);
            });

    @AfterEach
    void close() {
        leases.close();
    }

    @Test
    void deletesRowsWhoseLeaseIsOverAndNoOthers() {
        leases.forgetExpired(recipients("c-1", "c-2"));

        await().until(() -> dynamoDb.requests().size() == 2);
        assertThat(dynamoDb.requests()).containsExactly(deleteIfExpired("c-1"), deleteIfExpired("c-2"));
    }

    @Test
    void stopsAtTheFirstRowThatIsStillGood() {
        dynamoDb.failAfter(1, ConditionalCheckFailedException.builder().build());

        leases.forgetExpired(recipients("c-1", "c-2", "c-3"));

        leases.forgetExpired(recipients("the next"));
        await().until(() -> dynamoDb.requests().contains(deleteIfExpired("the next")));
        assertThat(dynamoDb.requests())
                .containsExactly(deleteIfExpired("c-1"), deleteIfExpired("c-2"), deleteIfExpired("the next"));
    }

    @Test
    void leavesRowsForAnotherTimeWhileTheTableIsAway() {
        dynamoDb.fail(AWAY);

        leases.forgetExpired(recipients("c-1", "c-2"));

        leases.forgetExpired(recipients("the next"));
        await().until(() -> dynamoDb.requests().contains(deleteIfExpired("the next")));
        assertThat(dynamoDb.requests()).containsExactly(deleteIfExpired("c-1"), deleteIfExpired("the next"));
    }

    @Test
    void renewsNothingBeforeItIsOpen() {
        leases.forgetExpired(recipients("c-1"));

        await().until(() -> dynamoDb.requests().size() == 1);
        assertThat(asked).hasValue(0);
    }

    @Test
    void renewsAgainAfterTheTableWasAway() {
        dynamoDb.fail(AWAY);

        leases.open();

        await().until(() -> dynamoDb.requests(UpdateItemRequest.class).size() >= 3);
        assertThat(asked).hasValueGreaterThanOrEqualTo(2);
    }

    @Test
    void renewsTheOtherRowsWhereOneCannotBe() {
        dynamoDb.fail(AWAY);

        leases.open();

        await().until(() -> dynamoDb.requests(UpdateItemRequest.class).size() >= 2);
        assertThat(dynamoDb.requests(UpdateItemRequest.class).get(1).key())
                .isEqualTo(Map.of("connection_id", AttributeValue.fromS("c-2")));
    }

    private static Recipients recipients(String... ids) {
        return new Recipients(Gateway.NODE, ELSEWHERE, List.of(ids));
    }

    private static DeleteItemRequest deleteIfExpired(String id) {
        return DeleteItemRequest.builder()
                .tableName("hermesConnections")
                .key(Map.of("connection_id", AttributeValue.fromS(id)))
                .conditionExpression("attribute_not_exists(connection_id) OR expires_at < :now")
                .expressionAttributeValues(Map.of(":now", AttributeValue.fromN(Long.toString(NOW.getEpochSecond()))))
                .build();
    }
}
