package dev.hermes.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.dev.FakeDynamoDb;
import dev.hermes.table.RoomsTable;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

class MembershipTest {

    private static final Duration LEASE = Duration.ofMillis(60);

    private final FakeDynamoDb dynamoDb = new FakeDynamoDb();
    private final NodeRows rows = new NodeRows(dynamoDb, new RoomsTable("hermesRooms", ""), Clock.systemUTC());
    private final Lease lease = new Lease(rows, "http://10.0.0.1:8080/dev", LEASE, System::nanoTime);
    private final Membership membership = new Membership(lease, new Nodes(rows, lease, System::nanoTime), LEASE);

    private boolean closed;

    @AfterEach
    void close() {
        if (!closed) {
            membership.close();
        }
    }

    @Test
    void renewsTheLeaseAndWatchesTheOthersAgainAndAgain() {
        membership.open();

        await().until(() -> dynamoDb.requests(UpdateItemRequest.class).size() >= 3);
        await().until(() -> dynamoDb.requests(QueryRequest.class).size() >= 3);
        assertThat(dynamoDb.requests(PutItemRequest.class)).hasSize(1);
    }

    @Test
    void goesOnAfterATableThatWasUnavailable() {
        dynamoDb.fail(SdkClientException.create("the table is away"));
        dynamoDb.failAfter(1, SdkClientException.create("the table is away"));

        membership.open();

        await().until(() -> dynamoDb.requests(UpdateItemRequest.class).size() >= 2);
        assertThat(dynamoDb.requests(PutItemRequest.class)).hasSize(3);
    }

    @Test
    void deletesItsRowAtTheEndAndRenewsNoMore() {
        membership.open();
        await().until(() -> !dynamoDb.requests(UpdateItemRequest.class).isEmpty());

        membership.close();
        closed = true;

        assertThat(dynamoDb.requests(DeleteItemRequest.class))
                .extracting(delete -> delete.key().get("item"))
                .containsExactly(AttributeValue.fromS(lease.id()));
        assertThat(dynamoDb.requests().get(dynamoDb.requests().size() - 1)).isInstanceOf(DeleteItemRequest.class);
    }
}
