package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.dev.ApiGatewayStandIn;
import dev.hermes.dev.DevStack;
import dev.hermes.dev.FreePort;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** One room over own sockets, another node and API Gateway. */
class SeveralGatewaysIT {

    private static final int BOUND = 10;
    private static final int MESSAGES = 5;

    private ApiGatewayStandIn apiGateway;
    private DevStack stack;
    private Server other;
    private Settings otherSettings;
    private World world;
    private World otherWorld;

    @BeforeEach
    void start() throws Exception {
        apiGateway = new ApiGatewayStandIn();
        stack = Stacks.start(
                Path.of(""),
                Map.of(
                        "HERMES_APIGATEWAY_ENDPOINT",
                        apiGateway.endpoint(),
                        "HERMES_APIGATEWAY_MAX_CONCURRENT_POSTS",
                        Integer.toString(BOUND),
                        "HERMES_APIGATEWAY_TIMEOUT_SECONDS",
                        "1",
                        "HERMES_NODE_LEASE_SECONDS",
                        "3"));
        otherSettings = Stacks.beside(stack.settings());
        other = Server.start(otherSettings);
        world = new World(stack.settings());
        otherWorld = new World(otherSettings);
    }

    @AfterEach
    void stop() {
        otherWorld.close();
        world.close();
        other.close();
        stack.close();
        apiGateway.close();
    }

    @Test
    void givesEachLivingConnectionEachMessageExactlyOnce() throws Exception {
        List<WebSocketClient> clients = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            clients.add(world.join("own-" + i, "room"));
            clients.add(otherWorld.join("other-" + i, "room"));
        }
        List<String> well =
                IntStream.range(0, 30).mapToObj(i -> "well-" + i + "=").toList();
        well.forEach(this::plant);
        plantAnswering("gone=", 410, 410, 410, 410, 410);
        plantAnswering("busy=", 429);
        plantAnswering("failing=", 500);
        plantAnswering("hanging=", ApiGatewayStandIn.HANG);
        plantAnswering("large=", 413);
        plantAnswering("forbidden=", 403);
        int rows = world.rows("room").size();

        for (int i = 0; i < MESSAGES; i++) {
            world.send("{\"room_id\":\"room\",\"data\":" + i + "}");
        }

        String[] all = IntStream.range(0, MESSAGES)
                .mapToObj(i -> "{\"data\":" + i + "}")
                .toArray(String[]::new);
        for (WebSocketClient client : clients) {
            List<String> frames = new ArrayList<>();
            for (int i = 0; i < MESSAGES; i++) {
                frames.add(client.frame());
            }
            assertThat(frames).containsExactlyInAnyOrder(all);
        }
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(well).allSatisfy(id -> assertThat(apiGateway.taken(id)).containsExactlyInAnyOrder(all));
            for (String id : List.of("busy=", "failing=", "hanging=")) {
                assertThat(apiGateway.taken(id)).as(id).containsExactlyInAnyOrder(all);
            }
            assertThat(world.rows("room")).hasSize(rows - 1);
        });
        assertThat(apiGateway.taken("large=")).hasSize(MESSAGES - 1);
        assertThat(apiGateway.taken("forbidden=")).hasSize(MESSAGES - 1);
        // The bound is each node's own; the gateway still counts the request that hangs when its node has given it up.
        assertThat(apiGateway.mostInFlight()).isLessThanOrEqualTo(2 * BOUND + 1);
        assertThat(clients).allSatisfy(client -> assertThat(client.frames()).isEmpty());
    }

    @Test
    void missesNobodyWhoHasJustJoinedABusyRoomOnAnotherNode() throws Exception {
        WebSocketClient first = world.join("ada", "busy");

        for (int i = 0; i < 20; i++) {
            WebSocketClient joined = (i % 2 == 0 ? otherWorld : world).join("guest-" + i, "busy");
            world.send("{\"room_id\":\"busy\",\"data\":" + i + "}");

            assertThat(joined.frame()).isEqualTo("{\"data\":" + i + "}");
            assertThat(first.frame()).isEqualTo("{\"data\":" + i + "}");
        }
    }

    @Test
    void postsNoFrameThatApiGatewayDoesNotTake() throws Exception {
        WebSocketClient client = world.join("ada", "large");
        plant("member=", "large");
        String data = "\"" + "x".repeat(130 * 1024) + "\"";

        world.send("{\"room_id\":\"large\",\"data\":" + data + "}");
        world.send("{\"room_id\":\"large\",\"data\":\"small\"}");

        assertThat(List.of(client.frame(), client.frame()))
                .containsExactlyInAnyOrder("{\"data\":" + data + "}", "{\"data\":\"small\"}");
        await().untilAsserted(() -> assertThat(apiGateway.taken("member=")).containsExactly("{\"data\":\"small\"}"));
        assertThat(apiGateway.posts("member=")).isEqualTo(1);
    }

    @Test
    void forgetsTheRowsOfANodeThatDiedWhenItsLeaseIsOver() throws Exception {
        WebSocketClient survivor = world.join("ada", "room");
        String dead = "http://127.0.0.1:" + FreePort.find() + "/dev";
        plant("orphan=", "room", dead, 2);
        plant("living=", "room", dead.replace("/dev", "/other"), 3600);

        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    world.send("{\"room_id\":\"room\",\"data\":1}");
                    assertThat(survivor.frame()).isEqualTo("{\"data\":1}");
                    return world.rows("room").size() == 2;
                });

        assertThat(world.rows("room"))
                .extracting(row -> row.get("connection_id").s())
                .contains("living=")
                .doesNotContain("orphan=");
    }

    @Test
    void servesClientsOfANodeThatEndedOnTheOther() throws Exception {
        WebSocketClient client = otherWorld.join("ada", "room");

        other.close();

        assertThat(client.closeCode()).isEqualTo(1012);
        assertThat(world.rows("room")).isEmpty();
        WebSocketClient again = world.join("ada", "room");
        world.send("{\"room_id\":\"room\",\"data\":1}");
        assertThat(again.frame()).isEqualTo("{\"data\":1}");
    }

    @Test
    void renewsOneLeaseForAllItsConnections() {
        world.join("ada", "room");
        world.join("bob", "room");
        Map<String, Long> first = beats();

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(beats()).hasSize(2).allSatisfy((node, beat) -> assertThat(beat)
                        .isGreaterThan(first.get(node))));
    }

    /** Of both nodes, by their ids. */
    private Map<String, Long> beats() {
        return world.dynamoDb().scanPaginator(scan -> scan.tableName("hermesRooms")).items().stream()
                .filter(row -> row.get("part").s().equals("nodes"))
                .collect(Collectors.toMap(
                        row -> row.get("item").s(),
                        row -> Long.parseLong(row.get("beat").n())));
    }

    private void plantAnswering(String id, Integer... statuses) {
        apiGateway.answers(id, statuses);
        plant(id);
    }

    private void plant(String id) {
        plant(id, "room");
    }

    /** As the Lambda system wrote it: without an endpoint. */
    private void plant(String id, String room) {
        world.plantRow(id, room, "user");
    }

    private void plant(String id, String room, String endpoint, int secondsLeft) {
        long end = System.currentTimeMillis() / 1000 + secondsLeft;
        world.dynamoDb().putItem(put -> put.tableName("hermesConnections")
                .item(Map.of(
                        "connection_id", AttributeValue.fromS(id),
                        "room_id", AttributeValue.fromS(room),
                        "user_id", AttributeValue.fromS("user"),
                        "endpoint", AttributeValue.fromS(endpoint),
                        "expires_at", AttributeValue.fromN(Long.toString(end)))));
    }
}
