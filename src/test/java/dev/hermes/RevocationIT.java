package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hermes.dev.ApiCall;
import dev.hermes.dev.ApiGatewayStandIn;
import dev.hermes.dev.DevStack;
import dev.hermes.dev.FreePort;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.WebSocketClient.Refused;
import dev.hermes.dev.World;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** {@code DELETE /{stage}/@users/{user}} on two nodes with an API Gateway beside them. */
class RevocationIT {

    /** More than there are threads for calls that block. */
    private static final int MANY = 16;

    private static ApiGatewayStandIn apiGateway;
    private static DevStack stack;
    private static Settings otherSettings;
    private static Server other;

    private final World world = new World(stack.settings());
    private final World otherWorld = new World(otherSettings);

    @BeforeAll
    static void start() throws Exception {
        apiGateway = new ApiGatewayStandIn();
        stack = Stacks.start(Path.of(""), Map.of("HERMES_APIGATEWAY_ENDPOINT", apiGateway.endpoint()));
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
        world.close();
        otherWorld.close();
    }

    @Test
    void closesTheSocketsOfTheUserOnAllNodesAndOfNobodyElse() throws Exception {
        WebSocketClient here = world.join("eve", "lobby");
        WebSocketClient elsewhere = otherWorld.join("eve", "attic");
        WebSocketClient bob = world.join("bob", "lobby");

        HttpResponse<String> answer = delete("/dev/@users/eve");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(here.closeCode()).isEqualTo(4403);
        assertThat(elsewhere.closeCode()).isEqualTo(4403);
        assertThat(bob.isOpen()).isTrue();
        await().untilAsserted(() -> assertThat(world.rows("attic")).isEmpty());
    }

    @Test
    void obeysManyAtOnce() throws Exception {
        List<WebSocketClient> clients = new ArrayList<>();
        for (int user = 0; user < MANY; user++) {
            clients.add(world.join("many-" + user, "lobby"));
        }

        ExecutorService threads = Executors.newFixedThreadPool(MANY);
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, MANY)
                .mapToObj(user -> deleteSoon("/dev/@users/many-" + user, threads))
                .toList();

        assertThat(answers).allSatisfy(answer -> assertThat(
                        answer.get(20, TimeUnit.SECONDS).statusCode())
                .isEqualTo(204));
        threads.shutdown();
        assertThat(clients).allSatisfy(each -> assertThat(each.closeCode()).isEqualTo(4403));
    }

    @Test
    void letsNobodyInWithATokenOfBefore() throws Exception {
        String token = world.token("mallory", "lobby");

        assertThat(delete("/dev/@users/mallory").statusCode()).isEqualTo(204);

        assertThatThrownBy(() -> world.joinWith(token))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.status()).isEqualTo(403));
    }

    @Test
    void letsInAgainWhoeverIsAllowedAgain() throws Exception {
        world.join("trent", "lobby");
        delete("/dev/@users/trent");

        WebSocketClient again = world.join("trent", "lobby");

        // Longer than a node takes to read the notices.
        await().during(Duration.ofSeconds(11)).atMost(Duration.ofSeconds(13)).until(again::isOpen);
    }

    @Test
    void leavesOtherRoomsAloneWhereARoomIsNamed() throws Exception {
        WebSocketClient lobby = world.join("peggy", "lobby é/1");
        WebSocketClient attic = world.join("peggy", "attic");

        assertThat(delete("/dev/@users/peggy?room=lobby%20%C3%A9%2F1").statusCode())
                .isEqualTo(204);

        assertThat(lobby.closeCode()).isEqualTo(4403);
        assertThat(attic.isOpen()).isTrue();
        assertThat(world.joinWith(world.token("peggy", "attic")).isOpen()).isTrue();
    }

    @Test
    void deletesTheConnectionsOfTheUserAtApiGateway() throws Exception {
        world.token("walter", "hall");
        world.plantRow("walters=", "hall", "walter");
        world.plantRow("victors=", "hall", "victor");

        assertThat(delete("/dev/@users/walter").statusCode()).isEqualTo(204);

        assertThat(apiGateway.deleted()).contains("walters=").doesNotContain("victors=");
    }

    @Test
    void saysHowManyNodesDidNotAnswer() throws Exception {
        world.dynamoDb().putItem(put -> put.tableName("hermesRooms")
                .item(Map.of(
                        "part", AttributeValue.fromS("nodes"),
                        "item", AttributeValue.fromS("silent"),
                        "endpoint", AttributeValue.fromS("http://127.0.0.1:" + FreePort.find() + "/dev"),
                        "lease_seconds", AttributeValue.fromN("3600"),
                        "beat", AttributeValue.fromN("1"))));

        HttpResponse<String> answer = delete("/dev/@users/nobody");

        world.dynamoDb().deleteItem(delete -> delete.tableName("hermesRooms")
                .key(Map.of("part", AttributeValue.fromS("nodes"), "item", AttributeValue.fromS("silent"))));
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{\"pending\":1}");
    }

    @Test
    void refusesCallersThatDoNotSign() throws Exception {
        WebSocketClient client = world.join("carol", "lobby");

        HttpResponse<String> answer = new ApiCall(stack.settings(), "DELETE", "/dev/@users/carol")
                .unsigned()
                .send();

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("x-amzn-ErrorType")).contains("ForbiddenException");
        assertThat(client.isOpen()).isTrue();
    }

    private static HttpResponse<String> delete(String path) throws Exception {
        return new ApiCall(stack.settings(), "DELETE", path).send();
    }

    private static CompletableFuture<HttpResponse<String>> deleteSoon(String path, Executor threads) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return delete(path);
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                },
                threads);
    }
}
