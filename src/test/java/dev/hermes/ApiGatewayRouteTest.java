package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.awaitility.Awaitility.await;

import dev.hermes.apigateway.PostToConnection;
import dev.hermes.connection.ConnectionTable;
import dev.hermes.connection.Recipients;
import dev.hermes.connection.Recipients.Gateway;
import dev.hermes.dev.FakeApiGateway;
import dev.hermes.dev.HastyRetries;
import dev.hermes.notification.Notification;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.EndpointInject;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.PostToConnectionRequest;

/** Runs the real {@code push-to-api-gateway} and what it leads to, with the real step, over a fake management API. */
class ApiGatewayRouteTest extends RoutesUnderTest {

    private static final String FRAME = "{\"data\": \"${body} é\"}";
    private static final String API_GATEWAY = "https://api.execute-api.eu-west-1.amazonaws.com/dev";
    private static final int LONGEST = 128 * 1024;
    private static final int MOST_UNDER_WAY = 300;

    private final FakeApiGateway gateway = new FakeApiGateway();
    private final HastyRetries retries = new HastyRetries();
    private final List<String> connectedTo = new CopyOnWriteArrayList<>();
    private final List<String> logged = new CopyOnWriteArrayList<>();

    @EndpointInject("mock:direct:forget")
    private MockEndpoint forget;

    ApiGatewayRouteTest() {
        super("api-gateway");
    }

    @AfterEach
    void stop() {
        gateway.close();
        retries.shutdownNow();
    }

    @Test
    void postsTheFrameToEachConnection() {
        Exchange done = push(FRAME, "c-1=", "c-2=", "c-3=");

        assertThat(done.getException()).isNull();
        assertThat(gateway.postedTo()).containsExactlyInAnyOrder("c-1=", "c-2=", "c-3=");
        assertThat(gateway.posts())
                .extracting(PostToConnectionRequest::data)
                .allSatisfy(data -> assertThat(data.asUtf8String()).isEqualTo(FRAME));
        assertThat(logged).isEmpty();
    }

    @Test
    void connectsOnceToAGateway() {
        push(FRAME, "c-1=", "c-2=");
        push(FRAME, "c-1=");

        assertThat(connectedTo).containsExactly(API_GATEWAY);
    }

    @Test
    void forgetsAConnectionThatIsGone() throws Exception {
        forget.expectedBodiesReceived("c-2=");
        gateway.answer("c-2=", 410);

        Exchange done = push(FRAME, "c-1=", "c-2=", "c-3=");

        assertThat(done.getException()).isNull();
        assertThat(gateway.postedTo()).containsExactlyInAnyOrder("c-1=", "c-2=", "c-3=");
        forget.assertIsSatisfied();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503, 0})
    void postsAgainWhereTheGatewayIsBusy(int status) {
        gateway.answer("c-2=", status, 200);

        Exchange done = push(FRAME, "c-1=", "c-2=");

        assertThat(done.getException()).isNull();
        assertThat(gateway.postedTo()).containsExactlyInAnyOrder("c-1=", "c-2=", "c-2=");
        assertThat(retries.pauses()).singleElement().satisfies(pause -> assertThat(pause)
                .isCloseTo(200L, withinPercentage(31)));
        assertThat(logged).isEmpty();
    }

    @Test
    void dropsAPostThatTheGatewayIsTooBusyForSixTimesAndServesTheOthers() {
        gateway.answer("c-2=", 500, 500, 500, 500, 500, 500);

        Exchange done = push(FRAME, "c-1=", "c-2=", "c-3=");

        assertThat(done.getException()).isNull();
        assertThat(gateway.postedTo()).containsOnlyOnce("c-1=", "c-3=");
        assertThat(gateway.postedTo()).filteredOn("c-2="::equals).hasSize(6);
        assertThat(logged)
                .containsExactly("Connection c-2= misses a notification: Gateway " + API_GATEWAY + " answered 500");
        assertThat(forget.getExchanges()).isEmpty();
    }

    @Test
    void waitsLongerFromTryToTry() {
        gateway.answer("c-1=", 500, 500, 500, 500, 500, 200);

        push(FRAME, "c-1=");

        List<Long> pauses = retries.pauses();
        assertThat(pauses).hasSize(5);
        assertThat(IntStream.range(0, 5))
                .allSatisfy(n -> assertThat(pauses.get(n)).isCloseTo(200L << n, withinPercentage(31)));
        assertThat(logged).isEmpty();
    }

    @Test
    void doesNotPostAgainWhatTheGatewayFindsTooLarge() {
        gateway.answer("c-2=", 413);

        Exchange done = push(FRAME, "c-1=", "c-2=");

        assertThat(done.getException()).isNull();
        assertThat(gateway.postedTo()).containsExactlyInAnyOrder("c-1=", "c-2=");
        assertThat(logged).singleElement().asString().startsWith("Connection c-2= misses a notification: ");
    }

    @Test
    void doesNotPostAgainWhatTheGatewayForbids() {
        gateway.answer("c-2=", 403);

        Exchange done = push(FRAME, "c-1=", "c-2=");

        assertThat(done.getException()).isNull();
        assertThat(gateway.postedTo()).containsExactlyInAnyOrder("c-1=", "c-2=");
        assertThat(logged).singleElement().asString().contains(API_GATEWAY, "execute-api:ManageConnections");
        assertThat(forget.getExchanges()).isEmpty();
    }

    @Test
    void postsTheLongestFrameThatTheGatewayTakes() {
        push("x".repeat(LONGEST), "c-1=");

        assertThat(gateway.posts())
                .singleElement()
                .satisfies(post -> assertThat(post.data().asByteArrayUnsafe()).hasSize(LONGEST));
    }

    @Test
    void postsNoFrameThatTheGatewayDoesNotTake() {
        Exchange one = push("x".repeat(LONGEST + 1), "c-1=", "c-2=");
        Exchange inBytes = push("é".repeat(LONGEST / 2 + 1), "c-1=");

        assertThat(one.getException()).isNull();
        assertThat(inBytes.getException()).isNull();
        assertThat(gateway.posts()).isEmpty();
        assertThat(logged).hasSize(2).allMatch(message -> message.contains("128 KB"));
    }

    @Test
    void postsNoMoreAtATimeThanItMay() {
        String[] ids =
                IntStream.range(0, MOST_UNDER_WAY + 50).mapToObj(n -> "c-" + n).toArray(String[]::new);
        gateway.holdBack();

        CompletableFuture<Exchange> done = template.asyncSend("direct:push-to-api-gateway", given(FRAME, ids));

        await().until(() -> gateway.underWay() == MOST_UNDER_WAY);
        gateway.release();
        assertThat(done.orTimeout(10, TimeUnit.SECONDS).join().getException()).isNull();
        assertThat(gateway.postedTo()).containsExactlyInAnyOrder(ids);
        assertThat(gateway.mostUnderWay()).isEqualTo(MOST_UNDER_WAY);
    }

    private Exchange push(String frame, String... connectionIds) {
        return run("push-to-api-gateway", given(frame, connectionIds));
    }

    private static Processor given(String frame, String... connectionIds) {
        return exchange -> {
            exchange.setVariable("notification", new Notification("lobby", frame));
            exchange.setVariable(
                    "recipients", new Recipients(Gateway.API_GATEWAY, API_GATEWAY, List.of(connectionIds)));
        };
    }

    @Override
    void bindBeans(CamelContext camel) {
        camel.getRegistry().bind("connections", new ConnectionTable("", Duration.ZERO, Clock.systemUTC()));
        camel.getRegistry().bind("postToConnection", new PostToConnection(endpoint -> {
            connectedTo.add(endpoint);
            return gateway;
        }));
        retries.useIn(camel);
        camel.getCamelContextExtension().addLogListener((exchange, log, message) -> {
            logged.add(message);
            return message;
        });
    }

    @Override
    public void configureContext(CamelContextConfiguration configuration) {
        super.configureContext(configuration);
        configuration.withMockEndpointsAndSkip("direct:forget|direct:message");
    }
}
