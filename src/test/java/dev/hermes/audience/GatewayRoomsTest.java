package dev.hermes.audience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.AudienceUnderTest;
import dev.hermes.connection.Connection;
import dev.hermes.dev.FakeDynamoDb;
import dev.hermes.dev.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

class GatewayRoomsTest {

    private static final String API_GATEWAY = "https://api.execute-api.eu-west-1.amazonaws.com/dev";
    private static final Instant NOON = Instant.parse("2026-01-08T12:00:00Z");

    private final SettableClock clock = new SettableClock(NOON);
    private final FakeDynamoDb dynamoDb = new FakeDynamoDb();
    private final AudienceUnderTest parts =
            new AudienceUnderTest(dynamoDb, API_GATEWAY, id -> false, clock, clock::nanos);
    private final GatewayRooms rooms = new GatewayRooms(parts.stays);

    @AfterEach
    void close() {
        parts.close();
    }

    @Test
    void tellThatAGatewayHoldsMembersUntilTheirLifeIsOver() {
        CompletableFuture<Boolean> told = rooms.enter(connection("c-1", "lobby"));

        assertThat(told).isCompleted();
        assertThat(puts()).singleElement().satisfies(put -> {
            assertThat(put.tableName()).isEqualTo("hermesRooms");
            assertThat(put.item().get("part").s()).isEqualTo("members/lobby");
            assertThat(put.item().get("item").s()).isEqualTo("gateway/" + API_GATEWAY);
            assertThat(put.item().get("endpoint").s()).isEqualTo(API_GATEWAY);
            assertThat(Long.parseLong(put.item().get("until").n()))
                    .isEqualTo(NOON.plus(Duration.ofMinutes(200)).getEpochSecond());
        });
    }

    @Test
    void areToldOfOnceForManyThatEnter() {
        rooms.enter(connection("c-1", "lobby"));
        rooms.enter(connection("c-2", "lobby"));
        rooms.enter(connection("c-3", "attic"));

        assertThat(puts())
                .extracting(put -> put.item().get("part").s())
                .containsExactly("members/lobby", "members/attic");
    }

    @Test
    void areToldOfAgainWhereTheTableDidNotTakeIt() {
        dynamoDb.fail(SdkClientException.create("the table is away"));

        CompletableFuture<Boolean> first = rooms.enter(connection("c-1", "lobby"));
        CompletableFuture<Boolean> second = rooms.enter(connection("c-2", "lobby"));

        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCompleted();
        assertThat(puts()).hasSize(2);
    }

    private List<PutItemRequest> puts() {
        return dynamoDb.requests(PutItemRequest.class);
    }

    private static Connection connection(String id, String room) {
        return new Connection(id, room, "ada", API_GATEWAY);
    }
}
