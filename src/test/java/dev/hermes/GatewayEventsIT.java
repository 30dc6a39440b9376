package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.dev.ApiGatewayStandIn;
import dev.hermes.dev.DevStack;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import dev.hermes.log.LogLines;
import dev.hermes.log.RefusedClients;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The events of an API Gateway WebSocket API, as its HTTP integrations post them. */
class GatewayEventsIT {

    private static final String SECRET = Stacks.EVENTS_SECRET;

    private static ApiGatewayStandIn apiGateway;
    private static DevStack stack;

    private final World world = new World(stack.settings());

    @BeforeAll
    static void start() throws Exception {
        apiGateway = new ApiGatewayStandIn();
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
    void remembersAConnectionOfTheGatewayAndForgetsIt() throws Exception {
        assertThat(connect("one=", world.token("ada", "one"), SECRET)).isEqualTo(200);
        assertThat(world.rows("one")).singleElement().satisfies(row -> {
            assertThat(row.get("endpoint").s()).isEqualTo(apiGateway.endpoint());
            assertThat(row.get("user_id").s()).isEqualTo("ada");
        });

        assertThat(post("disconnect", "one=", "", "X-Hermes-Secret", SECRET)).isEqualTo(200);

        assertThat(world.rows("one")).isEmpty();
    }

    @Test
    void refusesAConnectionAsOnItsOwnSockets() throws Exception {
        assertThat(connect("two=", "garbage", SECRET)).isEqualTo(401);
        assertThat(post("connect", "two=", "", "X-Hermes-Secret", SECRET)).isEqualTo(401);
        String token = world.token("ada", "two");
        world.dynamoDb().deleteItem(delete -> delete.tableName("hermesTokens")
                .key(Map.of(
                        "user_id", AttributeValue.fromS("ada"),
                        "room_id", AttributeValue.fromS("two"))));
        assertThat(connect("two=", token, SECRET)).isEqualTo(403);
        assertThat(world.rows("two")).isEmpty();
    }

    @Test
    void logsWhichConnectionIsRefusedAndWhy() {
        try (LogLines log = new LogLines(RefusedClients.class)) {
            await().untilAsserted(() -> {
                assertThat(connect("five=", "garbage", SECRET)).isEqualTo(401);

                assertThat(log.all())
                        .anyMatch(line ->
                                line.startsWith("INFO Client of connection five= at API Gateway was refused with"
                                        + " 401 (unauthorized): Access denied (401): "));
            });
        }
    }

    @Test
    void believesNobodyWithoutTheSecret() throws Exception {
        String token = world.token("ada", "three");

        assertThat(connect("three=", token, "guessed")).isEqualTo(403);
        assertThat(post("connect", "three=", "", "X-Hermes-Token", token)).isEqualTo(403);
        assertThat(post("message", "three=", "{}", "X-Hermes-Secret", "guessed"))
                .isEqualTo(403);
        assertThat(world.rows("three")).isEmpty();
    }

    @Test
    void givesAMessageToTheWholeRoomOverBothGateways() throws Exception {
        WebSocketClient own = world.join("bob", "four");
        connect("four=", world.token("ada", "four"), SECRET);

        post("message", "four=", "{\"action\":\"sendMessage\",\"data\":1.0}", "X-Hermes-Secret", SECRET);

        assertThat(own.frame()).isEqualTo("{\"user_id\":\"ada\",\"data\":1.0}");
        await().untilAsserted(() ->
                assertThat(apiGateway.taken("four=")).containsExactly("{\"user_id\":\"ada\",\"data\":1.0}"));
    }

    @Test
    void answersAnUnknownActionThroughTheGateway() throws Exception {
        connect("five=", world.token("ada", "five"), SECRET);

        post("message", "five=", "nonsense", "X-Hermes-Secret", SECRET);

        await().untilAsserted(() -> assertThat(apiGateway.taken("five="))
                .singleElement()
                .asString()
                .startsWith("{\"message\":\"Forbidden\",\"connectionId\":\"five=\""));
    }

    private int connect(String id, String token, String secret) throws Exception {
        return post("connect", id, "", "X-Hermes-Token", token, "X-Hermes-Secret", secret);
    }

    private int post(String event, String id, String body, String... headers) throws Exception {
        URI uri =
                URI.create("http://127.0.0.1:" + world.settings().get("hermes.gateway.port") + "/dev/@events/" + event);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("X-Hermes-Connection-Id", id)
                .headers(headers)
                .POST(BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }
}
