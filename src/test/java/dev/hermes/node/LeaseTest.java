package dev.hermes.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hermes.dev.FakeDynamoDb;
import dev.hermes.dev.SettableClock;
import dev.hermes.table.RoomsTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

class LeaseTest {

    private static final String HERE = "http://10.0.0.1:8080/dev";

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-08T12:00:00Z"));
    private final FakeDynamoDb dynamoDb = new FakeDynamoDb();
    private final Lease lease = new Lease(
            new NodeRows(dynamoDb, new RoomsTable("hermesRooms", ""), clock),
            HERE,
            Duration.ofSeconds(30),
            clock::nanos);

    @Test
    void writesARowThatTellsWhereTheProcessIsReached() {
        lease.renew();

        assertThat(dynamoDb.requests(PutItemRequest.class)).singleElement().satisfies(put -> {
            assertThat(put.tableName()).isEqualTo("hermesRooms");
            assertThat(put.item())
                    .containsEntry("part", AttributeValue.fromS("nodes"))
                    .containsEntry("item", AttributeValue.fromS(lease.id()))
                    .containsEntry("endpoint", AttributeValue.fromS(HERE))
                    .containsEntry("lease_seconds", AttributeValue.fromN("30"))
                    .containsEntry("beat", AttributeValue.fromN("0"));
        });
    }

    @Test
    void raisesTheBeatOfARowThatIsThere() {
        lease.renew();
        lease.renew();

        assertThat(dynamoDb.requests(PutItemRequest.class)).hasSize(1);
        assertThat(dynamoDb.requests(UpdateItemRequest.class)).singleElement().satisfies(update -> {
            assertThat(update.key()).containsEntry("item", AttributeValue.fromS(lease.id()));
            assertThat(update.conditionExpression()).isEqualTo("attribute_exists(#item)");
            assertThat(update.updateExpression()).startsWith("ADD #beat :one ");
        });
    }

    @Test
    void goesOnUnderAnotherIdWhereItsRowIsGone() {
        List<String> idsTold = new ArrayList<>();
        lease.onMove(() -> idsTold.add(lease.id()));
        lease.renew();
        String buried = lease.id();

        dynamoDb.fail(ConditionalCheckFailedException.builder().build());
        lease.renew();

        assertThat(lease.id()).isNotEqualTo(buried);
        assertThat(idsTold).containsExactly(lease.id());
        assertThat(dynamoDb.requests(PutItemRequest.class))
                .extracting(put -> put.item().get("item").s())
                .containsExactly(buried, lease.id());
        assertThat(lease.address()).isEqualTo(new NodeAddress(HERE, lease.id()));
    }

    @Test
    void keepsItsIdWhileTheNewRowCannotBeWritten() {
        List<String> idsTold = new ArrayList<>();
        lease.onMove(() -> idsTold.add(lease.id()));
        lease.renew();
        String before = lease.id();
        dynamoDb.fail(ConditionalCheckFailedException.builder().build());
        dynamoDb.failAfter(1, SdkClientException.create("the table is away"));

        assertThatThrownBy(lease::renew).hasMessage("the table is away");

        assertThat(lease.id()).isEqualTo(before);
        assertThat(idsTold).isEmpty();
    }

    @Test
    void isSureForTwoThirdsOfALeaseFromTheBeginningOfARenewal() {
        assertThat(lease.isSure()).isFalse();

        lease.renew();
        clock.add(Duration.ofSeconds(19));
        assertThat(lease.isSure()).isTrue();
        clock.add(Duration.ofSeconds(1));

        assertThat(lease.isSure()).isFalse();
    }

    @Test
    void isNotMadeSureByARenewalThatFails() {
        lease.renew();
        clock.add(Duration.ofSeconds(20));
        dynamoDb.fail(SdkClientException.create("the table is away"));

        assertThatThrownBy(lease::renew).hasMessage("the table is away");

        assertThat(lease.isSure()).isFalse();
    }

    @Test
    void givesItsRowUpAtTheEnd() {
        lease.renew();

        lease.giveUp();

        assertThat(lease.isSure()).isFalse();
        assertThat(dynamoDb.requests(DeleteItemRequest.class))
                .extracting(DeleteItemRequest::key)
                .containsExactly(
                        Map.of("part", AttributeValue.fromS("nodes"), "item", AttributeValue.fromS(lease.id())));
    }

    @Test
    void hasAnotherIdThanEveryOtherStart() {
        Lease again = new Lease(
                new NodeRows(dynamoDb, new RoomsTable("hermesRooms", ""), clock),
                HERE,
                Duration.ofSeconds(30),
                clock::nanos);

        assertThat(again.id()).isNotEqualTo(lease.id());
        assertThat(lease.id()).matches("[A-Za-z0-9_-]{16}");
    }
}
