package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hermes.dev.ApiCall;
import dev.hermes.dev.ApiGatewayStandIn;
import dev.hermes.dev.DevStack;
import dev.hermes.dev.GatewayClient;
import dev.hermes.dev.RuleFolder;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Notifications for connections with some attribute, on two nodes and at an API Gateway. */
class AttributesIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Map<String, ?> STAFF = Map.of("role", List.of("staff", "admin"), "device", "phone");
    private static final Map<String, ?> GUEST = Map.of("role", 7.0);

    private static ApiGatewayStandIn apiGateway;
    private static DevStack stack;
    private static Settings otherSettings;
    private static Server other;

    private final World world = new World(stack.settings());
    private final World otherWorld = new World(otherSettings);
    private final String room = "attributes-" + UUID.randomUUID();

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        RuleFolder.copyOf(Path.of("routes"), folder.resolve("routes")).write("notifications", """
                - route:
                    id: notification
                    from:
                      uri: direct
                      parameters:
                        name: notification
                      steps:
                        - choice:
                            when:
                              - expression:
                                  simple:
                                    expression: "${variable.notification.value('/role')} != null"
                                steps:
                                  - setVariable:
                                      name: notification
                                      expression:
                                        method:
                                          ref: notificationRules
                                          method: where(${variable.notification}, 'role', ${variable.notification.value('/role')})
                              - expression:
                                  simple:
                                    expression: "${variable.notification.value('/not')} != null"
                                steps:
                                  - setVariable:
                                      name: notification
                                      expression:
                                        method:
                                          ref: notificationRules
                                          method: exceptWhere(${variable.notification}, 'role', ${variable.notification.value('/not')})
                              - expression:
                                  simple:
                                    expression: "${variable.notification.value('/attribute')} != null"
                                steps:
                                  - setVariable:
                                      name: notification
                                      expression:
                                        method:
                                          ref: notificationRules
                                          method: where(${variable.notification}, ${variable.notification.value('/attribute')}, 'staff')
                        - to:
                            uri: direct
                            parameters:
                              name: fan-out
                """);
        apiGateway = new ApiGatewayStandIn(Duration.ZERO);
        stack = Stacks.start(
                folder,
                Map.of(
                        "HERMES_ACCESS_ATTRIBUTES",
                        "role, device",
                        "HERMES_NODE_LEASE_SECONDS",
                        "3",
                        "HERMES_APIGATEWAY_ENDPOINT",
                        apiGateway.endpoint(),
                        "HERMES_APIGATEWAY_EVENTS_SECRET",
                        Stacks.EVENTS_SECRET));
        otherSettings = Stacks.beside(stack.settings());
        other = Server.start(otherSettings);
    }

    @AfterAll
    static void stop() {
        other.close();
        stack.close();
        apiGateway.close();
    }

    @AfterEach
    void leave() {
        otherWorld.close();
        world.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"role\":\"staff\"} | staff",
                "{\"role\":[\"boss\",\"admin\"]} | staff",
                "{\"role\":7} | guest",
                "{\"role\":[\"7\",\"staff\"]} | staff guest",
                "{\"role\":\"boss\"} |",
                "{\"role\":[]} |",
                "{\"not\":\"staff\"} | guest plain",
                "{\"not\":[7,\"staff\"]} | plain",
                "{} | staff guest plain"
            })
    void chooseTheConnectionsOfARoomWhereverTheyAre(String data, String told) throws Exception {
        Set<String> expected = told == null ? Set.of() : Set.of(told.split(" "));
        Map<String, List<WebSocketClient>> clients = Map.of(
                "staff", List.of(world.join("ada", room, STAFF), otherWorld.join("bob", room, STAFF)),
                "guest", List.of(world.join("ada", room, GUEST), otherWorld.join("bob", room, GUEST)),
                "plain", List.of(world.join("ada", room), otherWorld.join("eve", room)));
        connect("staff" + room, STAFF, null);
        connect("guest" + room, GUEST, null);
        connect("plain" + room, Map.of(), null);

        send(data);
        await().untilAsserted(() -> assertThat(world.undelivered()).isZero());
        send("\"end\"");

        String end = frame("\"end\"");
        for (Map.Entry<String, List<WebSocketClient>> kind : clients.entrySet()) {
            List<String> frames = expected.contains(kind.getKey()) ? List.of(frame(data), end) : List.of(end);
            for (WebSocketClient client : kind.getValue()) {
                await().untilAsserted(() ->
                        assertThat(client.frames()).as(kind.getKey()).isEqualTo(frames));
            }
            await().untilAsserted(() -> assertThat(apiGateway.taken(kind.getKey() + room))
                    .as(kind.getKey())
                    .isEqualTo(frames));
        }
    }

    @Test
    void standInTheRowsOfThoseWhoHaveThem() throws Exception {
        world.join("ada", room, STAFF);
        world.join("eve", room);
        connect("c-" + room, GUEST, "now");

        Map<String, Map<String, AttributeValue>> rows = world.rows(room).stream()
                .collect(Collectors.toMap(row -> row.get("user_id").s(), row -> row));

        assertThat(rows.get("ada").get("attributes").m().get("role").l())
                .containsExactlyInAnyOrder(AttributeValue.fromS("staff"), AttributeValue.fromS("admin"));
        assertThat(rows.get("ada").get("attributes").m().get("device").l())
                .containsExactly(AttributeValue.fromS("phone"));
        assertThat(rows.get("eve")).doesNotContainKey("attributes");
        assertThat(rows.get("gus").get("attributes").m().get("role").l()).containsExactly(AttributeValue.fromS("7"));
    }

    @Test
    void keepANumberedClientFromWhatIsForOthersAlsoWhenItResumes() throws Exception {
        WebSocketClient staff = joinSince(world, "ada", STAFF, "now");
        WebSocketClient guest = joinSince(otherWorld, "bob", GUEST, "now");
        long head = head(staff.frame());
        guest.frame();

        send("{\"role\":\"staff\"}");
        assertThat(staff.frame()).isEqualTo(numbered("{\"role\":\"staff\"}", head + 1));
        send("1");
        assertThat(guest.frame()).isEqualTo("{\"hermes\":{\"at\":" + (head + 1) + "}}");
        assertThat(guest.frame()).isEqualTo(numbered("1", head + 2));
        assertThat(staff.frame()).isEqualTo(numbered("1", head + 2));

        WebSocketClient guestBack = joinSince(world, "bob", GUEST, Long.toString(head));
        WebSocketClient staffBack = joinSince(otherWorld, "bob", STAFF, Long.toString(head));
        assertThat(head(guestBack.frame())).isEqualTo(head + 2);
        assertThat(guestBack.frame()).isEqualTo("{\"hermes\":{\"at\":" + (head + 1) + "}}");
        assertThat(guestBack.frame()).isEqualTo(numbered("1", head + 2));
        assertThat(head(staffBack.frame())).isEqualTo(head + 2);
        assertThat(staffBack.frame()).isEqualTo(numbered("{\"role\":\"staff\"}", head + 1));
        assertThat(staffBack.frame()).isEqualTo(numbered("1", head + 2));

        String history = new ApiCall(world.settings(), "GET", "/dev/@rooms/" + room + "/history")
                .send()
                .body();
        assertThat(history)
                .contains("\"to\":null,\"except\":[],\"where\":[{\"attribute\":\"role\",\"values\":[\"staff\"]}]}")
                .contains("\"data\":1,\"to\":null,\"except\":[]}");
    }

    @Test
    void keepANumberedClientOfApiGatewayFromWhatIsForOthers() throws Exception {
        String staff = "staff-" + room;
        String guest = "guest-" + room;
        connect(staff, STAFF, "now");
        connect(guest, GUEST, "now");
        resume(guest, "\"now\"");
        await().until(() -> !apiGateway.taken(guest).isEmpty());
        long head = head(apiGateway.taken(guest).get(0));

        send("{\"role\":\"staff\"}");
        await().untilAsserted(() ->
                assertThat(apiGateway.taken(staff)).containsExactly(numbered("{\"role\":\"staff\"}", head + 1)));
        send("1");
        await().untilAsserted(
                        () -> assertThat(apiGateway.taken(guest)).hasSize(2).contains(numbered("1", head + 2)));
        resume(guest, Long.toString(head));

        await().untilAsserted(() -> assertThat(apiGateway.taken(guest)).hasSize(5));
        assertThat(apiGateway.taken(guest).subList(3, 5))
                .containsExactly("{\"hermes\":{\"at\":" + (head + 1) + "}}", numbered("1", head + 2));
    }

    @Test
    void areTakenFromNothingButTheToken() throws Exception {
        String asked = "&role=staff&attributes=%7B%22role%22%3A%22staff%22%7D&hermes.access.attributes=role";
        WebSocketClient guest = WebSocketClient.open(
                URI.create(world.withToken(world.token("bob", room, GUEST)) + asked), "role", "staff");
        WebSocketClient staff = world.join("ada", room, STAFF);

        guest.send("{\"action\":\"sendMessage\",\"data\":0,\"attributes\":{\"role\":\"staff\"},\"role\":\"staff\"}");
        assertThat(guest.frame()).isEqualTo("{\"user_id\":\"bob\",\"data\":0}");
        assertThat(staff.frame()).isEqualTo("{\"user_id\":\"bob\",\"data\":0}");
        send("{\"role\":\"staff\"}");
        assertThat(staff.frame()).isEqualTo(frame("{\"role\":\"staff\"}"));
        world.send(
                "{\"room_id\":\"" + room + "\",\"data\":1,\"where\":[{\"attribute\":\"role\",\"values\":[\"staff\"]}],"
                        + "\"hermes\":{\"where\":[{\"attribute\":\"role\",\"values\":[\"staff\"]}],\"attributes\":{\"role\":7}}}");

        assertThat(guest.frame()).isEqualTo(frame("1"));
        assertThat(staff.frame()).isEqualTo(frame("1"));
        guest.close();
    }

    @Test
    void letInWithoutThemWhereAClaimCannotBeOne() throws Exception {
        WebSocketClient odd = world.join("ada", room, Map.of("role", Map.of("staff", true), "device", "phone"));
        WebSocketClient longer = otherWorld.join("bob", room, Map.of("role", List.of("staff", "x".repeat(257))));

        send("{\"role\":\"staff\"}");
        await().untilAsserted(() -> assertThat(world.undelivered()).isZero());
        send("1");

        assertThat(odd.frame()).isEqualTo(frame("1"));
        assertThat(longer.frame()).isEqualTo(frame("1"));
        assertThat(world.rows(room))
                .extracting(row -> row.containsKey("attributes"))
                .containsExactlyInAnyOrder(true, false);
    }

    @Test
    void standAgainWhereANodeWasTakenForDead() throws Exception {
        WebSocketClient staff = world.join("ada", room, STAFF);
        WebSocketClient guest = otherWorld.join("bob", room, GUEST);
        Set<String> before = nodes();
        Set<String> addresses = addresses();

        before.forEach(node -> world.dynamoDb().deleteItem(delete -> delete.tableName("hermesRooms")
                .key(Map.of("part", AttributeValue.fromS("nodes"), "item", AttributeValue.fromS(node)))));
        world.rows(room).forEach(row -> world.dynamoDb().deleteItem(delete -> delete.tableName("hermesConnections")
                .key(Map.of("connection_id", row.get("connection_id")))));

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(nodes()).hasSize(2).doesNotContainAnyElementsOf(before);
            assertThat(addresses()).hasSize(2).doesNotContainAnyElementsOf(addresses);
        });
        assertThat(world.rows(room)).allSatisfy(row -> assertThat(row).containsKey("attributes"));
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
            send("{\"role\":\"staff\"}");
            assertThat(staff.frames()).isNotEmpty();
        });
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
            send("{\"role\":7}");
            assertThat(guest.frames()).isNotEmpty();
        });
        assertThat(staff.frames()).containsOnly(frame("{\"role\":\"staff\"}"));
        assertThat(guest.frames()).containsOnly(frame("{\"role\":7}"));
    }

    @Test
    void areNotChosenByANameThatNoConnectionCanHave() throws Exception {
        WebSocketClient staff = world.join("ada", room, STAFF);

        send("{\"attribute\":\"rolle\"}");
        send("{\"attribute\":\"role\"}");

        assertThat(staff.frame()).isEqualTo(frame("{\"attribute\":\"role\"}"));
        await().untilAsserted(() -> assertThat(world.takeDeadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(
                                letter.messageAttributes().get("reason").stringValue())
                        .isEqualTo("A rule names the attribute 'rolle', which is not in hermes.access.attributes")));
    }

    private WebSocketClient joinSince(World where, String user, Map<String, ?> attributes, String since) {
        return WebSocketClient.open(
                URI.create(where.withToken(where.token(user, room, attributes)) + "&since=" + since));
    }

    private void connect(String id, Map<String, ?> attributes, String since) throws Exception {
        assertThat(gateway(id).connect(world.token("gus", room, attributes), since))
                .isEqualTo(200);
    }

    private void resume(String id, String since) throws Exception {
        String frame = "{\"action\":\"resume\",\"since\":" + since + ",\"attributes\":{\"role\":[\"staff\"]}}";
        assertThat(gateway(id).send(frame)).isEqualTo(200);
    }

    private GatewayClient gateway(String id) {
        return new GatewayClient(world.settings(), id);
    }

    private void send(String data) {
        world.send("{\"room_id\":\"" + room + "\",\"data\":" + data + "}");
    }

    private static String frame(String data) {
        return "{\"data\":" + data + "}";
    }

    private static String numbered(String data, long number) {
        return "{\"data\":" + data + ",\"seq\":" + number + "}";
    }

    private static long head(String greeting) throws JsonProcessingException {
        return JSON.readTree(greeting).required("hermes").required("head").longValue();
    }

    private Set<String> nodes() {
        return world
                .dynamoDb()
                .query(query -> query.tableName("hermesRooms")
                        .keyConditionExpression("part = :nodes")
                        .expressionAttributeValues(Map.of(":nodes", AttributeValue.fromS("nodes"))))
                .items()
                .stream()
                .map(row -> row.get("item").s())
                .collect(Collectors.toSet());
    }

    private Set<String> addresses() {
        return world.rows(room).stream().map(row -> row.get("endpoint").s()).collect(Collectors.toSet());
    }
}
