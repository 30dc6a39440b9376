package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hermes.dev.DevStack;
import dev.hermes.dev.RawClient;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiAsyncClient;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.ApiGatewayManagementApiException;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.ForbiddenException;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.GetConnectionResponse;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.GoneException;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.LimitExceededException;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.PayloadTooLargeException;

/** Section 5 of the contract, called by the official SDK client. */
class ConnectionsApiIT {

    private static final String NEVER_THERE = "AAAAAAAAAAAAAAA=";
    private static final int LONGEST = 128 * 1024;

    private static DevStack stack;

    private final World world = new World(stack);
    private final ApiGatewayManagementApiClient api = client(
            stack.settings().get("hermes.connections-api.access-key-id"),
            stack.settings().get("hermes.connections-api.secret-access-key"));
    private final String room = "room-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        // A client that reads nothing answers no pings either: it must live until its queue is full.
        stack = Stacks.start(
                Path.of(""),
                Map.of("HERMES_WEBSOCKET_PING_SECONDS", "600", "HERMES_WEBSOCKET_MAX_QUEUE_BYTES", "200000"));
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @AfterEach
    void leave() {
        api.close();
        world.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Hello", "", "{\"data\": \"é 会 \\u0000\"}"})
    void postsTheBodyAsOneTextFrame(String body) throws Exception {
        WebSocketClient client = world.join("ada", room);

        post(id(), body);

        assertThat(client.frame()).isEqualTo(body);
        assertThat(client.frames()).isEmpty();
    }

    @Test
    void servesTheAsynchronousClientAsWell() throws Exception {
        WebSocketClient client = world.join("ada", room);
        try (ApiGatewayManagementApiAsyncClient async = ApiGatewayManagementApiAsyncClient.builder()
                .endpointOverride(endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials(
                        stack.settings().get("hermes.connections-api.access-key-id"),
                        stack.settings().get("hermes.connections-api.secret-access-key")))
                .build()) {
            async.postToConnection(call -> call.connectionId(id()).data(SdkBytes.fromUtf8String("Hello")))
                    .join();
        }

        assertThat(client.frame()).isEqualTo("Hello");
    }

    @Test
    void postsInOrder() throws Exception {
        WebSocketClient client = world.join("ada", room);
        String id = id();

        for (int i = 0; i < 100; i++) {
            post(id, Integer.toString(i));
        }

        for (int i = 0; i < 100; i++) {
            assertThat(client.frame()).isEqualTo(Integer.toString(i));
        }
    }

    @Test
    void saysGoneOfAConnectionThatClosed() {
        WebSocketClient client = world.join("ada", room);
        String id = id();

        client.close();

        await().untilAsserted(() -> assertGone(() -> post(id, "Hello")));
        assertGone(() -> api.getConnection(call -> call.connectionId(id)));
        assertGone(() -> api.deleteConnection(call -> call.connectionId(id)));
    }

    @Test
    void saysGoneOfAConnectionThatWasNeverThere() {
        assertGone(() -> post(NEVER_THERE, "Hello"));
        assertGone(() -> api.getConnection(call -> call.connectionId(NEVER_THERE)));
        assertGone(() -> api.deleteConnection(call -> call.connectionId(NEVER_THERE)));
    }

    @Test
    void postsTheLongestMessageAndNoLonger() throws Exception {
        WebSocketClient client = world.join("ada", room);
        String id = id();

        post(id, "x".repeat(LONGEST));

        assertThat(client.frame()).hasSize(LONGEST);
        assertThatThrownBy(() -> post(id, "x".repeat(LONGEST + 1)))
                .isInstanceOf(PayloadTooLargeException.class)
                .extracting("statusCode")
                .isEqualTo(413);
        post(id, "after");
        assertThat(client.frame()).isEqualTo("after");
    }

    @Test
    void refusesWhatAClientHasNoRoomForAndKeepsTheClient() throws Exception {
        try (RawClient slow = RawClient.ask(world.withToken(world.token("eve", room)))) {
            slow.answer();
            String id = id();
            int posted = fill(id);

            for (int i = 0; i < posted; i++) {
                assertThat(slow.text()).startsWith(i + " ");
            }
            await().untilAsserted(() -> post(id, "after"));

            assertThat(slow.text()).isEqualTo("after");
        }
    }

    /** Posts until the client's queue is full; says how many messages were taken. */
    private int fill(String id) {
        for (int posted = 0; posted < 400; posted++) {
            try {
                post(id, posted + " " + "x".repeat(100_000));
            } catch (LimitExceededException full) {
                assertThat(full.statusCode()).isEqualTo(429);
                return posted;
            }
        }
        throw new AssertionError("400 messages of 100 KB were taken for a client that does not read");
    }

    @Test
    void describesAConnection() throws Exception {
        Instant before = Instant.now().minusSeconds(1);
        WebSocketClient client = world.join("ada", room);
        String id = id();

        GetConnectionResponse fresh = api.getConnection(call -> call.connectionId(id));
        client.send("{\"action\":\"sendMessage\",\"data\":1}").frame();
        GetConnectionResponse active = api.getConnection(call -> call.connectionId(id));

        assertThat(fresh.connectedAt()).isBetween(before, Instant.now());
        assertThat(fresh.lastActiveAt()).isEqualTo(fresh.connectedAt());
        assertThat(fresh.identity().sourceIp()).isEqualTo("127.0.0.1");
        assertThat(fresh.identity().userAgent()).startsWith("Java-http-client/");
        assertThat(active.connectedAt()).isEqualTo(fresh.connectedAt());
        assertThat(active.lastActiveAt()).isAfter(fresh.lastActiveAt());
    }

    @Test
    void keepsLittleOfALongUserAgentAndNothingOfNone() throws Exception {
        URI uri = world.withToken(world.token("ada", room));
        try (WebSocketClient wordy = WebSocketClient.open(uri, "User-Agent", "x".repeat(4_000))) {
            assertThat(userAgent(id())).isEqualTo("x".repeat(256));
            assertThat(wordy.isOpen()).isTrue();
        }
        await().until(() -> world.rows(room).isEmpty());
        try (RawClient nameless = RawClient.ask(uri)) {
            nameless.answer();
            assertThat(userAgent(id())).isEmpty();
        }
    }

    private String userAgent(String id) {
        return api.getConnection(call -> call.connectionId(id)).identity().userAgent();
    }

    @Test
    void closesAConnectionAndForgetsIt() throws Exception {
        WebSocketClient client = world.join("ada", room);
        String id = id();

        int status = api.deleteConnection(call -> call.connectionId(id))
                .sdkHttpResponse()
                .statusCode();

        assertThat(status).isEqualTo(204);
        assertThat(client.closeCode()).isEqualTo(1000);
        await().untilAsserted(() -> assertThat(world.rows(room)).isEmpty());
        assertGone(() -> api.deleteConnection(call -> call.connectionId(id)));
    }

    @Test
    void closesAConnectionThatReadsNothing() throws Exception {
        try (RawClient deaf = RawClient.ask(world.withToken(world.token("eve", room)))) {
            deaf.answer();
            String id = id();
            fill(id);

            api.deleteConnection(call -> call.connectionId(id));

            assertGone(() -> post(id, "Hello"));
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(world.rows(room)).isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"short=", "AAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAA/=", "AAAAAAAAAAAAAA+=", "é"})
    void refusesAMalformedConnectionId(String id) {
        assertThatThrownBy(() -> post(id, "Hello"))
                .isInstanceOf(ApiGatewayManagementApiException.class)
                .satisfies(refusal -> {
                    ApiGatewayManagementApiException badRequest = (ApiGatewayManagementApiException) refusal;
                    assertThat(badRequest.statusCode()).isEqualTo(400);
                    assertThat(badRequest.awsErrorDetails().errorCode()).isEqualTo("BadRequestException");
                    assertThat(badRequest.awsErrorDetails().errorMessage()).contains(id);
                });
    }

    @Test
    void refusesAnotherKeyPair() {
        String secret = stack.settings().get("hermes.connections-api.secret-access-key");
        try (ApiGatewayManagementApiClient stranger = client("stranger", secret);
                ApiGatewayManagementApiClient guesser =
                        client(stack.settings().get("hermes.connections-api.access-key-id"), "guess")) {
            assertThatThrownBy(() -> stranger.getConnection(call -> call.connectionId(NEVER_THERE)))
                    .isInstanceOf(ForbiddenException.class);
            assertThatThrownBy(() -> guesser.getConnection(call -> call.connectionId(NEVER_THERE)))
                    .isInstanceOf(ForbiddenException.class);
        }
    }

    private void post(String id, String body) {
        api.postToConnection(call -> call.connectionId(id).data(SdkBytes.fromUtf8String(body)));
    }

    private static void assertGone(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(GoneException.class)
                .extracting("statusCode")
                .isEqualTo(410);
    }

    private String id() {
        return world.rows(room).get(0).get("connection_id").s();
    }

    private static ApiGatewayManagementApiClient client(String accessKeyId, String secret) {
        return ApiGatewayManagementApiClient.builder()
                .endpointOverride(endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(credentials(accessKeyId, secret))
                .overrideConfiguration(client -> client.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }

    private static StaticCredentialsProvider credentials(String accessKeyId, String secret) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secret));
    }

    private static URI endpoint() {
        return URI.create("http://127.0.0.1:" + stack.settings().get("hermes.gateway.port") + "/dev");
    }
}
