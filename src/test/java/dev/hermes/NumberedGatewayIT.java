package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hermes.dev.ApiGatewayStandIn;
import dev.hermes.dev.DevStack;
import dev.hermes.dev.FreePort;
import dev.hermes.dev.GatewayClient;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Clients of an API Gateway that ask for numbers: their frames carry them, and a resume gives what they missed. */
class NumberedGatewayIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static ApiGatewayStandIn apiGateway;
    private static DevStack stack;

    private final World world = new World(stack.settings());
    private final String room = "numbered-" + UUID.randomUUID();
    private final String ada = "ada-" + UUID.randomUUID() + "=";
    private final String bob = "bob-" + UUID.randomUUID() + "=";

    @BeforeAll
    static void start() throws Exception {
        apiGateway = new ApiGatewayStandIn(Duration.ZERO);
        stack = Stacks.behind(apiGateway, Map.of());
    }

    @AfterAll
    static void stop() {
        stack.close();
        apiGateway.close();
    }

    @AfterEach
    void leave() {
        world.close();
    }

    @Test
    void numbersTheFramesOfAConnectionThatAskedAtItsConnect() throws Exception {
        assertThat(connect(ada, "ada", "now")).isEqualTo(200);

        send("1.0");

        long number = numbers(ada, 1).get(0);
        assertThat(apiGateway.taken(ada)).containsExactly("{\"user_id\":\"shop\",\"data\":1.0,\"seq\":" + number + "}");
    }

    @Test
    void leavesTheFramesOfPlainConnectionsAsTheyAre() throws Exception {
        connect(ada, "ada", "now");
        connect(bob, "bob", null);
        WebSocketClient own = world.join("eve", room);

        send("1.0");

        assertThat(own.frame()).isEqualTo("{\"user_id\":\"shop\",\"data\":1.0}");
        await().untilAsserted(
                        () -> assertThat(apiGateway.taken(bob)).containsExactly("{\"user_id\":\"shop\",\"data\":1.0}"));
        assertThat(numbers(ada, 1)).hasSize(1);
    }

    @Test
    void writesNothingForARoomOfPlainConnections() throws Exception {
        connect(ada, "ada", null);

        send("1");

        await().untilAsserted(() -> assertThat(apiGateway.taken(ada)).hasSize(1));
        assertThat(rowsOf("messages/" + room)).isEmpty();
        assertThat(rowsOf("members/" + room))
                .singleElement()
                .satisfies(row -> assertThat(row.get("item").s()).startsWith("gateway/"));
    }

    @Test
    void refusesAConnectThatAsksForNonsense() throws Exception {
        for (String nonsense : List.of("then", "1.5", "-0", "-1001", "9007199254740992")) {
            assertThat(connect(ada, "ada", nonsense)).as(nonsense).isEqualTo(400);
        }
        assertThat(world.rows(room)).isEmpty();
    }

    @Test
    void answersAResumeWithAGreetingThenWhatWasMissedThenWhatComes() throws Exception {
        connect(bob, "bob", "now");
        for (int i = 1; i <= 150; i++) {
            send(Integer.toString(i));
        }
        List<Long> all = numbers(bob, 150);
        long first = all.stream().min(Long::compare).orElseThrow();
        connect(ada, "ada", Long.toString(first));

        resume(ada, Long.toString(first));
        List<Long> missed = numbers(ada, 149);
        send("151");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(apiGateway.taken(ada)).hasSize(151));
        assertThat(JSON.readTree(apiGateway.taken(ada).get(0)))
                .isEqualTo(
                        JSON.readTree("{\"hermes\":{\"head\":" + (first + 149) + ",\"resumed\":true,\"missed\":149}}"));
        assertThat(missed)
                .isEqualTo(
                        LongStream.rangeClosed(first + 1, first + 149).boxed().toList());
        assertThat(numbers(ada, 150)).endsWith(first + 150);
    }

    @Test
    void numbersAPlainConnectionFromItsFirstResumeOn() throws Exception {
        connect(ada, "ada", null);
        resume(ada, "\"now\"");
        long head = greeting(ada).required("head").longValue();

        send("1");

        assertThat(numbers(ada, 1)).containsExactly(head + 1);
    }

    @Test
    void givesTheLast200OfMoreAndSaysSo() throws Exception {
        connect(bob, "bob", "now");
        resume(bob, "\"now\"");
        long head = greeting(bob).required("head").longValue();
        for (int i = 1; i <= 205; i++) {
            send(Integer.toString(i));
        }
        numbers(bob, 205);
        connect(ada, "ada", null);

        resume(ada, Long.toString(head));
        List<Long> last = numbers(ada, 200);

        JsonNode greeting = greeting(ada);
        assertThat(greeting.required("resumed").booleanValue()).isFalse();
        assertThat(greeting.required("from").longValue()).isEqualTo(head + 6);
        assertThat(last)
                .isEqualTo(LongStream.rangeClosed(head + 6, head + 205).boxed().toList());
    }

    @Test
    void showsNobodyWhatWasForOthersAndSaysWhatTheNextNumberIs() throws Exception {
        connect(ada, "ada", "now");
        connect(bob, "bob", "now");
        resume(bob, "\"now\"");
        long head = greeting(bob).required("head").longValue();
        sendAimed("\"to\":[\"ada\"]");
        numbers(ada, 1);
        send("2");
        numbers(bob, 1);
        sendAimed("\"except\":[\"bob\"]");
        numbers(ada, 3);

        resume(bob, Long.toString(head));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(apiGateway.taken(bob)).hasSize(6));
        assertThat(apiGateway.taken(bob).subList(2, 6))
                .containsExactly(
                        "{\"hermes\":{\"head\":" + (head + 3) + ",\"resumed\":true,\"missed\":3}}",
                        "{\"hermes\":{\"at\":" + (head + 1) + "}}",
                        "{\"user_id\":\"shop\",\"data\":2,\"seq\":" + (head + 2) + "}",
                        "{\"hermes\":{\"at\":" + (head + 3) + "}}");
        assertThat(apiGateway.taken(bob)).noneMatch(frame -> frame.contains("secret"));
    }

    @Test
    void tellsOfAMessageThatApiGatewayDoesNotTake() throws Exception {
        connect(ada, "ada", "now");

        send("\"" + "x".repeat(130 * 1024) + "\"");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(apiGateway.taken(ada)).hasSize(1));
        JsonNode told = greeting(ada);
        assertThat(told.required("resumed").booleanValue()).isFalse();
        assertThat(told.required("from").longValue())
                .isEqualTo(told.required("head").longValue() + 1);
    }

    @Test
    void refusesAResumeThatSaysNothing() throws Exception {
        connect(ada, "ada", null);

        resume(ada, "\"then\"");

        await().untilAsserted(() -> assertThat(apiGateway.taken(ada))
                .singleElement()
                .asString()
                .startsWith("{\"message\":\"Forbidden\",\"connectionId\":\"" + ada + "\""));
    }

    @Test
    void givesAMessageOfAClientOfTheGatewayItsNumber() throws Exception {
        WebSocketClient own = world.joinSince("eve", room, "now");
        long head =
                JSON.readTree(own.frame()).required("hermes").required("head").longValue();
        connect(ada, "ada", Long.toString(head));

        frame(ada, "{\"action\":\"sendMessage\",\"data\":1}");

        assertThat(own.frame()).isEqualTo("{\"user_id\":\"ada\",\"data\":1,\"seq\":" + (head + 1) + "}");
        assertThat(numbers(ada, 1)).containsExactly(head + 1);
    }

    @Test
    void numbersTheFramesOnWhateverNodeAConnectionWasTakenIn() throws Exception {
        Settings settings = stack.settings()
                .with("hermes.gateway.port", Integer.toString(FreePort.find()))
                .with("hermes.gateway.drain-delay-seconds", "0")
                .with("hermes.gateway.drain-seconds", "0")
                .with("hermes.management.port", Integer.toString(FreePort.find()));
        try (Server other = Server.start(settings)) {
            assertThat(other).isNotNull();
            assertThat(new GatewayClient(settings, ada).connect(world.token("ada", room), "now"))
                    .isEqualTo(200);
            for (int i = 1; i <= 50; i++) {
                send(Integer.toString(i));
            }
            numbers(ada, 50);
        }

        List<Long> numbers = numbers(ada).stream().distinct().sorted().toList();
        assertThat(numbers)
                .isEqualTo(LongStream.range(numbers.get(0), numbers.get(0) + 50)
                        .boxed()
                        .toList());
        assertThat(apiGateway.taken(ada)).allMatch(frame -> frame.contains("\"seq\":"));
    }

    @Test
    void forgetsThatAConnectionHadNumbersOnceItIsGone() throws Exception {
        connect(ada, "ada", "now");
        send("1");
        numbers(ada, 1);
        age(ada);
        client(ada).disconnect();

        // The node remembers a connection that has just arrived for ten seconds.
        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            send("2");
            assertThat(rowsOf("members/" + room))
                    .noneMatch(row -> row.get("item").s().startsWith("numbered/"));
        });

        int posts = apiGateway.posts(ada);
        connect(bob, "bob", "now");
        send("3");
        numbers(bob, 1);
        assertThat(apiGateway.posts(ada)).isEqualTo(posts);
    }

    /** As if the connection had asked for numbers ten minutes ago. */
    private void age(String id) {
        String then = Long.toString(System.currentTimeMillis() / 1000 - 600);
        world.dynamoDb().updateItem(update -> update.tableName("hermesRooms")
                .key(Map.of(
                        "part", AttributeValue.fromS("members/" + room),
                        "item", AttributeValue.fromS("numbered/" + id)))
                .updateExpression("SET written_at = :then")
                .expressionAttributeValues(Map.of(":then", AttributeValue.fromN(then))));
    }

    private List<Map<String, AttributeValue>> rowsOf(String part) {
        return world.dynamoDb()
                .query(query -> query.tableName("hermesRooms")
                        .keyConditionExpression("part = :part")
                        .expressionAttributeValues(Map.of(":part", AttributeValue.fromS(part))))
                .items();
    }

    /** The numbers that the connection was pushed, in their order there, when it has so many. */
    private static List<Long> numbers(String id, int count) {
        return await().atMost(PATIENCE).until(() -> numbers(id), numbers -> numbers.size() >= count);
    }

    private static List<Long> numbers(String id) throws Exception {
        List<Long> numbers = new ArrayList<>();
        for (String frame : apiGateway.taken(id)) {
            JsonNode json = JSON.readTree(frame);
            if (json.has("seq")) {
                numbers.add(json.get("seq").longValue());
            }
        }
        return numbers;
    }

    /** The first thing that the connection was told. */
    private static JsonNode greeting(String id) throws Exception {
        await().atMost(PATIENCE).until(() -> !apiGateway.taken(id).isEmpty());
        return JSON.readTree(apiGateway.taken(id).get(0)).required("hermes");
    }

    private void send(String data) {
        world.send("{\"user_id\":\"shop\",\"room_id\":\"" + room + "\",\"data\":" + data + "}");
    }

    private void sendAimed(String aim) {
        world.send("{\"user_id\":\"shop\",\"room_id\":\"" + room + "\",\"data\":\"secret\",\"hermes\":{" + aim + "}}");
    }

    private void resume(String id, String since) throws Exception {
        frame(id, "{\"action\":\"resume\",\"since\":" + since + "}");
    }

    private void frame(String id, String text) throws Exception {
        assertThat(client(id).send(text)).isEqualTo(200);
    }

    private int connect(String id, String user, String since) throws Exception {
        return client(id).connect(world.token(user, room), since);
    }

    private GatewayClient client(String id) {
        return new GatewayClient(world.settings(), id);
    }
}
