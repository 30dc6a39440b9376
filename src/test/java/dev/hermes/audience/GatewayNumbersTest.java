package dev.hermes.audience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.AudienceUnderTest;
import dev.hermes.connection.Attributes;
import dev.hermes.connection.Connection;
import dev.hermes.dev.FakeDynamoDb;
import dev.hermes.dev.SettableClock;
import dev.hermes.history.NoHistory;
import dev.hermes.notification.Aim;
import dev.hermes.notification.Where;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

class GatewayNumbersTest {

    private static final String API_GATEWAY = "https://api.execute-api.eu-west-1.amazonaws.com/dev";
    private static final Instant NOON = Instant.parse("2026-01-08T12:00:00Z");

    private final SettableClock clock = new SettableClock(NOON);
    private final FakeDynamoDb dynamoDb = new FakeDynamoDb();
    private final AudienceUnderTest parts =
            new AudienceUnderTest(dynamoDb, API_GATEWAY, id -> false, clock, clock::nanos);
    private final GatewayNumbers numbers = new NoHistory().gatewayNumbers(parts.stays, clock);

    @AfterEach
    void close() {
        parts.close();
    }

    @Test
    void standForConnectionsThatTheIndexHas() {
        NumberedConnection known = connection("c-1", 7200);

        assertThat(numbers.standing(List.of(known), Set.of("c-1", "c-2"))).containsExactly(known);
        assertThat(deleted()).isEmpty();
    }

    @Test
    void standForConnectionsThatTheIndexMayNotShowYet() {
        NumberedConnection fresh = connection("c-1", 30);

        assertThat(numbers.standing(List.of(fresh), Set.of())).containsExactly(fresh);
        assertThat(deleted()).isEmpty();
    }

    @Test
    void forgetConnectionsThatTheIndexHasLost() {
        assertThat(numbers.standing(List.of(connection("c-1", 61)), Set.of("c-2")))
                .isEmpty();
        assertThat(deleted()).containsExactly("numbered/c-1");
    }

    @Test
    void areReadAsTheyAreWritten() {
        Connection ada = new Connection(
                "c-1", "lobby", "ada", API_GATEWAY, new Attributes(Map.of("role", Set.of("staff", "admin"))));

        parts.stays.number(ada);

        PutItemRequest put = dynamoDb.requests(PutItemRequest.class).get(0);
        assertThat(put.tableName()).isEqualTo("hermesRooms");
        assertThat(put.item().get("until"))
                .isEqualTo(AttributeValue.fromN(Long.toString(NOON.getEpochSecond() + 130 * 60)));
        Holders found = Holders.of(
                parts.audience.nodes(parts.audience.holdersOf("lobby").add(List.of(put.item()), null)));
        assertThat(found.nodes()).isEmpty();
        assertThat(found.numbered()).containsExactly(new NumberedConnection(ada, NOON.getEpochSecond()));
        assertThat(Holders.recipients(found.numbered(), new Aim(Set.of("bob"), Set.of())))
                .isEmpty();
        assertThat(Holders.recipients(found.numbered(), ofRole("guest"))).isEmpty();
        assertThat(Holders.recipients(found.numbered(), ofRole("staff"))).hasSize(1);
        assertThat(Holders.recipients(found.numbered(), Aim.EVERYBODY))
                .singleElement()
                .satisfies(recipients -> {
                    assertThat(recipients.numbered()).isTrue();
                    assertThat(recipients.connectionIds()).containsExactly("c-1");
                });
    }

    private static Aim ofRole(String role) {
        return new Aim(null, Set.of(), List.of(new Where("role", Set.of(role), false)));
    }

    private List<String> deleted() {
        return dynamoDb.requests(DeleteItemRequest.class).stream()
                .map(delete -> delete.key().get("item").s())
                .toList();
    }

    private static NumberedConnection connection(String id, long secondsAgo) {
        return new NumberedConnection(
                new Connection(id, "lobby", "ada", API_GATEWAY), NOON.getEpochSecond() - secondsAgo);
    }
}
