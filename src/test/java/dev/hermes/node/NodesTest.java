package dev.hermes.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hermes.dev.FakeDynamoDb;
import dev.hermes.dev.SettableClock;
import dev.hermes.table.RoomsTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.paginators.QueryIterable;

class NodesTest {

    private static final String HERE = "http://10.0.0.1:8080/dev";
    private static final String ELSEWHERE = "http://10.0.0.2:8080/dev";
    private static final int LEASE_SECONDS = 30;
    private static final Duration THIRD = Duration.ofSeconds(10);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-08T12:00:00Z"));
    private final FakeDynamoDb dynamoDb = new FakeDynamoDb();
    private final NodeRows rows = new NodeRows(dynamoDb, new RoomsTable("hermesRooms", ""), clock);
    private final Lease own = new Lease(rows, HERE, Duration.ofSeconds(LEASE_SECONDS), clock::nanos);
    private final Nodes nodes = new Nodes(rows, own, clock::nanos);
    private final List<String> ended = new ArrayList<>();

    @BeforeEach
    void listen() {
        nodes.onEnd(ended::add);
    }

    @Test
    void readTheRowsConsistently() {
        watch();

        assertThat(dynamoDb.requests(QueryRequest.class)).singleElement().satisfies(query -> {
            assertThat(query.tableName()).isEqualTo("hermesRooms");
            assertThat(query.consistentRead()).isTrue();
            assertThat(query.expressionAttributeValues()).containsValue(AttributeValue.fromS("nodes"));
        });
    }

    @Test
    void buryAProcessThatIsSilentForItsLease() {
        watch(node("other", 7));
        clock.add(THIRD);
        watch(node("other", 7));
        clock.add(THIRD);
        watch(node("other", 7));
        assertThat(nodes.lives("other")).isTrue();

        clock.add(THIRD);
        watch(node("other", 7));

        assertThat(nodes.lives("other")).isFalse();
        assertThat(ended).containsExactly("other");
        assertThat(buried()).singleElement().satisfies(delete -> {
            assertThat(delete.key()).containsEntry("item", AttributeValue.fromS("other"));
            assertThat(delete.conditionExpression()).isEqualTo("attribute_not_exists(#item) OR #beat = :seen");
            assertThat(delete.expressionAttributeValues()).containsEntry(":seen", AttributeValue.fromN("7"));
        });
    }

    @Test
    void keepAProcessThatIsMetWhileTheRowsAreRead() {
        AtomicReference<Nodes> watching = new AtomicReference<>();
        DynamoDbClient readsSlowly = new DynamoDbClient() {
            @Override
            public QueryResponse query(QueryRequest request) {
                // What is answered was read before the new process wrote its row.
                watching.get().lives("new");
                return QueryResponse.builder().items(List.of()).count(0).build();
            }

            @Override
            public QueryIterable queryPaginator(QueryRequest request) {
                return new QueryIterable(this, request);
            }

            @Override
            public GetItemResponse getItem(GetItemRequest request) {
                return GetItemResponse.builder().item(node("new", 0)).build();
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
        watching.set(new Nodes(new NodeRows(readsSlowly, new RoomsTable("hermesRooms", ""), clock), own, clock::nanos));

        watching.get().watch();

        assertThat(watching.get().lives("new")).isTrue();
    }

    @Test
    void buryNobodyBeforeThreeReads() {
        watch(node("other", 7));
        clock.add(Duration.ofHours(1));
        watch(node("other", 7));
        watch(node("other", 7));
        assertThat(buried()).isEmpty();

        watch(node("other", 7));

        assertThat(buried()).hasSize(1);
    }

    @Test
    void goByTheLeaseOfTheOtherProcess() {
        for (int i = 0; i < 6; i++) {
            watch(node("other", ELSEWHERE, 7, 60));
            clock.add(THIRD);
        }
        assertThat(buried()).isEmpty();

        watch(node("other", ELSEWHERE, 7, 60));

        assertThat(buried()).hasSize(1);
    }

    @Test
    void startAgainWithEveryBeat() {
        for (int beat = 0; beat < 20; beat++) {
            watch(node("other", beat / 2));
            clock.add(THIRD);
        }

        assertThat(buried()).isEmpty();
        assertThat(nodes.lives("other")).isTrue();
    }

    @Test
    void startAgainAfterAReadThatFailed() {
        watch(node("other", 7));
        clock.add(Duration.ofMinutes(5));
        nodes.startAgain();

        for (int i = 0; i < 3; i++) {
            watch(node("other", 7));
            clock.add(THIRD);
        }
        assertThat(buried()).isEmpty();
        watch(node("other", 7));

        assertThat(buried()).hasSize(1);
    }

    @Test
    void doNotAskWhatTheClockOfTheOtherProcessSays() {
        Map<String, AttributeValue> longExpired = new HashMap<>(node("other", 7));
        longExpired.put("expires_at", AttributeValue.fromN("1"));

        for (int i = 0; i < 3; i++) {
            watch(longExpired);
            clock.add(Duration.ofSeconds(9));
        }

        assertThat(nodes.lives("other")).isTrue();
        assertThat(buried()).isEmpty();
    }

    @Test
    void leaveAProcessAliveThatHasRenewedItsLeaseMeanwhile() {
        for (int i = 0; i < 3; i++) {
            watch(node("other", 7));
            clock.add(THIRD);
        }
        dynamoDb.failAfter(1, ConditionalCheckFailedException.builder().build());

        watch(node("other", 7));

        assertThat(buried()).hasSize(1);
        assertThat(nodes.lives("other")).isTrue();
        assertThat(ended).isEmpty();
    }

    @Test
    void endAProcessWhoseRowIsGone() {
        watch(node("other", 7), node("third", 1));

        watch(node("third", 1));

        assertThat(nodes.lives("other")).isFalse();
        assertThat(nodes.lives("third")).isTrue();
        assertThat(ended).containsExactly("other");
        assertThat(nodes.count()).isEqualTo(1);
    }

    @Test
    void neverTakeABuriedIdForAliveAgain() {
        watch(node("other", 7));
        watch();

        watch(node("other", 8));
        dynamoDb.answerGetItem(node("other", 8));

        assertThat(nodes.lives("other")).isFalse();
        assertThat(dynamoDb.requests(GetItemRequest.class)).isEmpty();
    }

    @Test
    void askOnceAboutAnIdThatIsNotKnown() {
        dynamoDb.answerGetItem(node("new", 1));

        assertThat(nodes.lives("new")).isTrue();
        assertThat(nodes.lives("new")).isTrue();

        assertThat(dynamoDb.requests(GetItemRequest.class)).singleElement().satisfies(get -> {
            assertThat(get.key()).containsEntry("item", AttributeValue.fromS("new"));
            assertThat(get.consistentRead()).isTrue();
        });
    }

    @Test
    void askOnceAboutAnIdThatIsDead() {
        assertThat(nodes.lives("dead")).isFalse();
        assertThat(nodes.lives("dead")).isFalse();

        assertThat(dynamoDb.requests(GetItemRequest.class)).hasSize(1);
    }

    @Test
    void judgeNobodyWhileTheTableIsUnavailable() {
        dynamoDb.fail(SdkClientException.create("the table is away"));

        assertThatThrownBy(() -> nodes.lives("new")).hasMessage("the table is away");
        dynamoDb.answerGetItem(node("new", 1));

        assertThat(nodes.lives("new")).isTrue();
    }

    @Test
    void neverBuryThisProcess() {
        for (int i = 0; i < 10; i++) {
            watch(node(own.id(), HERE, 7, LEASE_SECONDS));
            clock.add(THIRD);
        }

        assertThat(buried()).isEmpty();
        assertThat(nodes.lives(own.id())).isTrue();
    }

    @Test
    void nameAProcessThatBeatsAtTheAddressOfThisOne() {
        watch(node("twin", HERE, 1, LEASE_SECONDS));
        clock.add(Duration.ofSeconds(15));
        assertThat(nodes.twin()).isEmpty();

        watch(node("twin", HERE, 2, LEASE_SECONDS));
        assertThat(nodes.twin()).contains("twin");
        watch();

        assertThat(nodes.twin()).isEmpty();
    }

    @Test
    void doNotTakeTheLastStartOfThisProcessForATwin() {
        for (int i = 0; i < 4; i++) {
            watch(node("last-start", HERE, 7, LEASE_SECONDS));
            clock.add(THIRD);
        }

        assertThat(nodes.twin()).isEmpty();
        assertThat(ended).containsExactly("last-start");
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private void watch(Map<String, AttributeValue>... found) {
        dynamoDb.answerQuery(List.of(found), null);
        nodes.watch();
    }

    private List<DeleteItemRequest> buried() {
        return dynamoDb.requests(DeleteItemRequest.class);
    }

    private static Map<String, AttributeValue> node(String id, long beat) {
        return node(id, ELSEWHERE, beat, LEASE_SECONDS);
    }

    private static Map<String, AttributeValue> node(String id, String endpoint, long beat, int leaseSeconds) {
        return Map.of(
                "part", AttributeValue.fromS("nodes"),
                "item", AttributeValue.fromS(id),
                "endpoint", AttributeValue.fromS(endpoint),
                "lease_seconds", AttributeValue.fromN(Integer.toString(leaseSeconds)),
                "beat", AttributeValue.fromN(Long.toString(beat)));
    }
}
