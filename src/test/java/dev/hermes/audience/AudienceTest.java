package dev.hermes.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hermes.AudienceUnderTest;
import dev.hermes.audience.Recipients.Gateway;
import dev.hermes.connection.Attributes;
import dev.hermes.connection.Connection;
import dev.hermes.dev.FakeDynamoDb;
import dev.hermes.dev.SettableClock;
import dev.hermes.notification.Aim;
import dev.hermes.notification.Notification;
import dev.hermes.notification.Where;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;

class AudienceTest {

    private static final String HERE = AudienceUnderTest.HERE;
    private static final String ELSEWHERE = "http://10.0.0.2:8080/dev";
    private static final String API_GATEWAY = "https://api.execute-api.eu-west-1.amazonaws.com/dev";

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-08T12:00:00Z"));
    private final FakeDynamoDb dynamoDb = new FakeDynamoDb();
    private final AudienceUnderTest parts = parts("");
    private final AudienceUnderTest withApiGateway = parts(API_GATEWAY);
    private final Audience audience = parts.audience;

    private AudienceUnderTest parts(String apiGateway) {
        return new AudienceUnderTest(dynamoDb, apiGateway, "held"::equals, clock, clock::nanos);
    }

    /** Whoever is asked for lives, but {@link #allAreDead}. */
    @BeforeEach
    void letNodesLive() {
        dynamoDb.answerGetItem(Map.of(
                "item", AttributeValue.fromS("n-2"),
                "endpoint", AttributeValue.fromS(ELSEWHERE),
                "lease_seconds", AttributeValue.fromN("30"),
                "beat", AttributeValue.fromN("1")));
    }

    private void allAreDead() {
        dynamoDb.answerGetItem(Map.of());
    }

    @AfterEach
    void close() {
        parts.close();
        withApiGateway.close();
    }

    // --- rows of holders ---

    @Test
    void findsEachProcessOnceHoweverManyStaysItHas() {
        assertThat(nodes(stay("n-2", 1, ELSEWHERE), stay("n-2", 2, ELSEWHERE), stay("n-3", 1, ELSEWHERE)))
                .containsExactly(
                        new Recipients(Gateway.NODE, "n-2", ELSEWHERE, List.of()),
                        new Recipients(Gateway.NODE, "n-3", ELSEWHERE, List.of()));
    }

    @Test
    void findsNoDeadProcessAndDeletesItsRow() {
        allAreDead();

        assertThat(nodes(stay("n-2", 1, ELSEWHERE))).isEmpty();

        assertThat(deletedItems()).containsExactly("node/n-2/0000000000000001");
    }

    @Test
    void doesNotFindItself() {
        parts.local.enter(connection("c-1", HERE));
        String own = parts.lease.id();

        assertThat(nodes(stay(own, 1, HERE))).isEmpty();

        assertThat(deletedItems()).isEmpty();
    }

    @Test
    void deletesARowOfItsOwnThatStandsForNoStay() {
        parts.local.enter(connection("c-1", HERE));
        String own = parts.lease.id();

        nodes(stay(own, 1, HERE), stay(own, 7, HERE));

        assertThat(deletedItems()).containsExactly("node/" + own + "/0000000000000007");
    }

    @Test
    void judgesNobodyWhileTheTableIsUnavailable() {
        dynamoDb.fail(SdkClientException.create("the table is away"));

        assertThatThrownBy(() -> nodes(stay("n-2", 1, ELSEWHERE))).hasMessage("the table is away");

        assertThat(deletedItems()).isEmpty();
    }

    @Test
    void deletesTheRowOfAGatewayWhoseTimeIsOver() {
        nodes(atGateway(API_GATEWAY, -1), atGateway("https://other/dev", 60));

        assertThat(deletedItems()).containsExactly("gateway/" + API_GATEWAY);
    }

    // --- when the index is read ---

    @Test
    void readsTheIndexOfARoomThatWasNotReadYet() {
        assertThat(audience.beginOthers("lobby")).isTrue();

        others();

        assertThat(audience.beginOthers("lobby")).isFalse();
        assertThat(audience.beginOthers("attic")).isTrue();
    }

    @Test
    void readsTheIndexAgainAfterASecondForEachPage() {
        MemberLookUp lookUp = audience.connectionsOf("lobby");
        for (int page = 0; page < 3; page++) {
            lookUp.add(List.of(), null);
        }
        audience.others(lookUp);

        clock.add(Duration.ofMillis(2999));
        assertThat(audience.beginOthers("lobby")).isFalse();
        clock.add(Duration.ofMillis(1));

        assertThat(audience.beginOthers("lobby")).isTrue();
        assertThat(audience.beginOthers("lobby"))
                .as("the first who asks does it")
                .isFalse();
        audience.othersFailed("lobby");
        assertThat(audience.beginOthers("lobby")).isTrue();
    }

    @Test
    void readsTheIndexEachTimeWhereItFoundRowsOfNoProcess() {
        others(row("c-1", "ada", ELSEWHERE));
        assertThat(audience.beginOthers("lobby")).isTrue();

        others();

        assertThat(audience.beginOthers("lobby")).isFalse();
    }

    @Test
    void readsTheIndexEachTimeWhereAGatewayHoldsMembers() {
        others();
        nodes(atGateway(API_GATEWAY, 60));
        assertThat(audience.beginOthers("lobby")).isTrue();

        nodes();

        assertThat(audience.beginOthers("lobby")).isFalse();
    }

    @Test
    void readsTheIndexEachTimeWhereAnApiGatewayIsConfigured() {
        withApiGateway.audience.others(
                withApiGateway.audience.connectionsOf("lobby").add(List.of(), null));

        assertThat(withApiGateway.audience.beginOthers("lobby")).isTrue();
    }

    // --- rows of connections ---

    @Test
    void leavesOutConnectionsThatALivingProcessHolds() {
        assertThat(others(row("c-1", "ada", ELSEWHERE + "/@nodes/n-2"))).isEmpty();
        assertThat(audience.beginOthers("lobby")).isFalse();
    }

    @Test
    void deletesRowsOfDeadProcesses() {
        allAreDead();
        String dead = ELSEWHERE + "/@nodes/n-2";

        assertThat(others(row("c-1", "ada", dead), row("c-2", "bob", dead))).isEmpty();

        await().untilAsserted(() -> assertThat(dynamoDb.requests(DeleteItemRequest.class))
                .extracting(delete -> delete.key().get("connection_id").s())
                .containsExactly("c-1", "c-2"));
    }

    @Test
    void findsConnectionsOfAnOldNodeByItsAddress() {
        assertThat(others(row("c-1", "ada", ELSEWHERE), row("c-2", "bob", ELSEWHERE)))
                .containsExactly(new Found(Gateway.OLD_NODE, ELSEWHERE, Map.of("c-1", "ada", "c-2", "bob")));
    }

    @Test
    void findsConnectionsOfAGatewayThatARowOfTheRoomNames() {
        nodes(atGateway(API_GATEWAY, 60));

        assertThat(others(row("c-1", "ada", API_GATEWAY)))
                .containsExactly(new Found(Gateway.API_GATEWAY, API_GATEWAY, Map.of("c-1", "ada")));
    }

    @Test
    void findsOwnConnectionsThatHaveNoSocket() {
        parts.local.enter(connection("c-1", HERE));
        audience.arrived(connection("c-1", HERE));

        assertThat(others(row("c-1", "ada", parts.lease.address().text()), row("c-2", "bob", HERE)))
                .containsExactly(new Found(Gateway.OWN, HERE, Map.of("c-2", "bob")));
    }

    @Test
    void takesARowWithoutEndpointForItsOwnWhereThereIsNoApiGateway() {
        assertThat(others(row("c-1", "ada", null))).containsExactly(new Found(Gateway.OWN, HERE, Map.of("c-1", "ada")));
    }

    @Test
    void takesARowWithoutEndpointForApiGatewaysUnlessItHoldsTheSocket() {
        Audience there = withApiGateway.audience;
        List<?> found = there.others(
                there.connectionsOf("lobby").add(List.of(row("c-1", "ada", null), row("held", "bob", null)), null));

        assertThat(found)
                .isEqualTo(List.of(
                        new Found(Gateway.OWN, HERE, Map.of("held", "bob")),
                        new Found(Gateway.API_GATEWAY, API_GATEWAY, Map.of("c-1", "ada"))));
    }

    @Test
    void addsWhomAnApiGatewayHasJustLetIn() {
        others();
        audience.arrived(connection("c-1", API_GATEWAY));
        assertThat(audience.hasJustArrived("c-1")).isTrue();
        assertThat(audience.beginOthers("lobby")).isTrue();
        nodes(atGateway(API_GATEWAY, 60));

        assertThat(others()).containsExactly(new Found(Gateway.API_GATEWAY, API_GATEWAY, Map.of("c-1", "ada")));
    }

    @Test
    void knowsWhomANotificationIsForAmongOthers() {
        Found found = new Found(Gateway.API_GATEWAY, API_GATEWAY, Map.of("c-1", "ada", "c-2", "bob"));

        assertThat(found.recipients(new Aim(Set.of("bob"), Set.of()), Set.of(), Map.of()))
                .isEqualTo(new Recipients(Gateway.API_GATEWAY, API_GATEWAY, API_GATEWAY, List.of("c-2")));
        assertThat(found.recipients(new Aim(Set.of("eve"), Set.of()), Set.of(), Map.of()))
                .isNull();
        assertThat(found.recipients(Aim.EVERYBODY, Set.of(), Map.of()).connectionIds())
                .containsExactlyInAnyOrder("c-1", "c-2");
        assertThat(found.recipients(Aim.EVERYBODY, Set.of("c-1"), Map.of()).connectionIds())
                .containsExactly("c-2");
    }

    // --- here ---

    @Test
    void knowsItsOwnWithoutALookUp() {
        parts.local.enter(connection("c-1", HERE));
        audience.arrived(connection("c-1", HERE));

        assertThat(audience.here(to(Aim.EVERYBODY)))
                .isEqualTo(new Recipients(Gateway.OWN, parts.lease.id(), HERE, List.of("c-1")));
        assertThat(audience.here(to(new Aim(Set.of("bob"), Set.of())))).isNull();
        assertThat(audience.here(new Notification("attic", "{}"))).isNull();
        audience.left(connection("c-1", HERE));
        assertThat(audience.here(to(Aim.EVERYBODY))).isNull();
    }

    @Test
    void holdsTheConnectionOfWhoeverHasJustSentSomething() {
        assertThat(audience.holding(connection("c-1", HERE)))
                .isEqualTo(new Recipients(Gateway.OWN, parts.lease.id(), HERE, List.of("c-1")));
        assertThat(audience.holding(connection("c-2", API_GATEWAY)))
                .isEqualTo(new Recipients(Gateway.API_GATEWAY, API_GATEWAY, API_GATEWAY, List.of("c-2")));
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private List<Recipients> nodes(Map<String, AttributeValue>... rows) {
        return Holders.of(audience.nodes(audience.holdersOf("lobby").add(Arrays.asList(rows), null)))
                .nodes();
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private List<Found> others(Map<String, AttributeValue>... rows) {
        return audience.others(audience.connectionsOf("lobby").add(Arrays.asList(rows), null)).stream()
                .map(Found.class::cast)
                .toList();
    }

    private List<String> deletedItems() {
        return dynamoDb.requests(DeleteItemRequest.class).stream()
                .filter(delete -> delete.tableName().equals("hermesRooms"))
                .map(delete -> delete.key().get("item").s())
                .toList();
    }

    @Test
    void knowsWhoseAttributesANotificationIsForAmongOthers() {
        Found found = new Found(Gateway.API_GATEWAY, API_GATEWAY, Map.of("c-1", "ada", "c-2", "bob", "c-3", "ada"));
        Aim staff = new Aim(Set.of("ada"), Set.of(), List.of(new Where("role", Set.of("staff"), false)));
        Attributes role = new Attributes(Map.of("role", Set.of("staff")));

        assertThat(found.candidates(staff, Set.of("c-3"))).containsExactly("c-1");
        assertThat(found.recipients(staff, Set.of(), Map.of("c-1", role, "c-2", role))
                        .connectionIds())
                .containsExactly("c-1");
        assertThat(found.recipients(staff, Set.of(), Map.of())).isNull();
    }

    private static Notification to(Aim aim) {
        return new Notification("m-1", "lobby", "{}", aim);
    }

    private static Connection connection(String id, String endpoint) {
        return new Connection(id, "lobby", "ada", endpoint);
    }

    private static Map<String, AttributeValue> stay(String node, int stay, String endpoint) {
        return Map.of(
                "part", AttributeValue.fromS("members/lobby"),
                "item", AttributeValue.fromS("node/%s/%016d".formatted(node, stay)),
                "endpoint", AttributeValue.fromS(endpoint));
    }

    private Map<String, AttributeValue> atGateway(String endpoint, int secondsLeft) {
        long until = clock.instant().getEpochSecond() + secondsLeft;
        return Map.of(
                "part", AttributeValue.fromS("members/lobby"),
                "item", AttributeValue.fromS("gateway/" + endpoint),
                "endpoint", AttributeValue.fromS(endpoint),
                "until", AttributeValue.fromN(Long.toString(until)));
    }

    private static Map<String, AttributeValue> row(String id, String user, String endpoint) {
        Map<String, AttributeValue> row = new HashMap<>(Map.of(
                "connection_id", AttributeValue.fromS(id),
                "room_id", AttributeValue.fromS("lobby"),
                "user_id", AttributeValue.fromS(user)));
        if (endpoint != null) {
            row.put("endpoint", AttributeValue.fromS(endpoint));
        }
        return row;
    }
}
