package dev.hermes.connection;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.dev.FakeDynamoDb;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Leases are counted in seconds, so every test here takes one. */
class LeaseRenewalTest {

    private static final String HERE = "http://10.0.0.1:8080/dev";
    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-08T12:00:00Z"), UTC);
    private static final AttributeValue LEASE_FROM_NOW = AttributeValue.fromN(
            Long.toString(Instant.parse("2026-01-08T12:00:03Z").getEpochSecond()));
    private static final Connection ADA = new Connection("c-1", "lobby", "ada", HERE);
    private static final Connection BOB = new Connection("c-2", "lobby", "bob", HERE);

    private final FakeDynamoDb dynamoDb = new FakeDynamoDb();
    private final ConnectionTable table = new ConnectionTable(HERE, LEASE, CLOCK);
    private Leases leases;

    @AfterEach
    void close() {
        leases.close();
    }

    @Test
    void renewsTheRowsOfItsConnectionsWhereTheyAreStillThere() {
        open(() -> List.of(ADA, BOB));

        await().until(() -> updates().size() >= 2);

        assertThat(updates()).startsWith(renewalOf("c-1"), renewalOf("c-2"));
        assertThat(dynamoDb.requests(PutItemRequest.class)).isEmpty();
    }

    @Test
    void putsTheRowOfAConnectionThatItStillHoldsAgain() {
        dynamoDb.fail(ConditionalCheckFailedException.builder().build());
        open(() -> List.of(ADA));

        await().until(() -> dynamoDb.requests().size() >= 2);

        assertThat(dynamoDb.requests().get(1))
                .isEqualTo(PutItemRequest.builder()
                        .tableName("hermesConnections")
                        .item(table.row(ADA))
                        .build());
        assertThat(table.row(ADA)).containsEntry("expires_at", LEASE_FROM_NOW);
    }

    @Test
    void bringsNoRowBackOfAConnectionThatHasClosedMeanwhile() {
        dynamoDb.fail(ConditionalCheckFailedException.builder().build());
        open(new Supplier<>() {
            private boolean asked;

            @Override
            public Collection<Connection> get() {
                Collection<Connection> held = asked ? List.of(BOB) : List.of(ADA, BOB);
                asked = true;
                return held;
            }
        });

        await().until(() -> updates().contains(renewalOf("c-2")));

        assertThat(updates()).contains(renewalOf("c-1"));
        assertThat(dynamoDb.requests(PutItemRequest.class)).isEmpty();
    }

    private void open(Supplier<Collection<Connection>> own) {
        leases = new Leases(dynamoDb, "hermesConnections", table, LEASE, CLOCK, own);
        leases.open();
    }

    private List<UpdateItemRequest> updates() {
        return dynamoDb.requests(UpdateItemRequest.class);
    }

    private static UpdateItemRequest renewalOf(String id) {
        return UpdateItemRequest.builder()
                .tableName("hermesConnections")
                .key(Map.of("connection_id", AttributeValue.fromS(id)))
                .conditionExpression("attribute_exists(connection_id)")
                .updateExpression("SET expires_at = :end")
                .expressionAttributeValues(Map.of(":end", LEASE_FROM_NOW))
                .build();
    }
}
