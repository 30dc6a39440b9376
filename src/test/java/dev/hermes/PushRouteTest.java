package dev.hermes;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.connection.ConnectionGone;
import dev.hermes.connection.ConnectionTable;
import dev.hermes.connection.Leases;
import dev.hermes.connection.Recipients;
import dev.hermes.connection.Recipients.Gateway;
import dev.hermes.dev.FreePort;
import dev.hermes.node.PushToNode;
import dev.hermes.node.RequestSigner;
import dev.hermes.notification.Notification;
import dev.hermes.websocket.GatewayOptions;
import dev.hermes.websocket.WebSocketComponent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.EndpointInject;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.vertx.websocket.VertxWebsocketConstants;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;

/** Runs the real {@code push} and what it leads to: sockets that hold no connection, a fake node, a fake API Gateway. */
class PushRouteTest extends RoutesUnderTest {

    private static final String FRAME = "{\"data\": \"${body}\"}";
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-08T12:00:00Z"), UTC);
    private static final Map<Gateway, String> ENDPOINTS = Map.of(
            Gateway.OWN, "http://127.0.0.1:8080/dev",
            Gateway.NODE, "http://127.0.0.1:" + FreePort.find() + "/dev",
            Gateway.API_GATEWAY, "https://api.execute-api.eu-west-1.amazonaws.com/dev");

    private final List<Exchange> atNode = new CopyOnWriteArrayList<>();
    private volatile Processor node = exchange -> {};
    private final Processor noNode = new PushToNode(new RequestSigner("key", "secret", "eu-west-1"));
    private Leases leases;

    @EndpointInject("mock:vertx-websocket:127.0.0.1:8080/dev")
    private MockEndpoint sockets;

    @EndpointInject("mock:direct:push-to-api-gateway")
    private MockEndpoint apiGateway;

    @EndpointInject("mock:direct:forget")
    private MockEndpoint forget;

    PushRouteTest() {
        super("push");
    }

    @AfterEach
    void close() {
        leases.close();
    }

    @Test
    void givesTheGatewayTheFrameOnceForAllConnections() throws Exception {
        sockets.expectedBodiesReceived(FRAME);
        sockets.expectedHeaderReceived(VertxWebsocketConstants.CONNECTION_KEY, List.of("c-1=", "c-2="));

        push(Gateway.OWN, "c-1=", "c-2=");

        sockets.assertIsSatisfied();
    }

    @Test
    void givesANodeTheNotificationOnceForAllConnections() {
        Exchange done = push(Gateway.NODE, "c-1=", "c-2=");

        assertThat(done.getException()).isNull();
        assertThat(atNode).singleElement().satisfies(exchange -> {
            assertThat(exchange.getVariable("notification")).isEqualTo(new Notification("lobby", FRAME));
            assertThat(exchange.getVariable("recipients")).isEqualTo(recipients(Gateway.NODE, "c-1=", "c-2="));
        });
    }

    @Test
    void givesApiGatewayTheNotificationOnceForAllConnections() {
        Exchange done = push(Gateway.API_GATEWAY, "c-1=", "c-2=");

        assertThat(done.getException()).isNull();
        assertThat(apiGateway.getExchanges()).singleElement().satisfies(exchange -> {
            assertThat(exchange.getVariable("notification")).isEqualTo(new Notification("lobby", FRAME));
            assertThat(exchange.getVariable("recipients")).isEqualTo(recipients(Gateway.API_GATEWAY, "c-1=", "c-2="));
        });
    }

    @ParameterizedTest
    @EnumSource
    void asksNoOtherGateway(Gateway gateway) {
        push(gateway, "c-1=");

        assertThat(sockets.getExchanges()).hasSize(gateway == Gateway.OWN ? 1 : 0);
        assertThat(atNode).hasSize(gateway == Gateway.NODE ? 1 : 0);
        assertThat(apiGateway.getExchanges()).hasSize(gateway == Gateway.API_GATEWAY ? 1 : 0);
    }

    @Test
    void forgetsEachConnectionThatIsGone() throws Exception {
        forget.expectedBodiesReceived("c-1=", "c-2=");

        push(Gateway.OWN, "c-1=", "c-2=");

        forget.assertIsSatisfied();
    }

    @Test
    void succeedsAlthoughConnectionsAreGone() {
        Exchange done = push(Gateway.OWN, "c-1=");

        assertThat(done.getException()).isNull();
    }

    @Test
    void forgetsNobodyWhereNobodyIsGone() {
        Exchange done = push(Gateway.OWN);

        assertThat(done.getException()).isNull();
        assertThat(forget.getExchanges()).isEmpty();
    }

    @Test
    void forgetsThoseThatANodeDoesNotHold() throws Exception {
        forget.expectedBodiesReceived("c-2=");
        node = exchange -> {
            throw new ConnectionGone(List.of("c-2="));
        };

        Exchange done = push(Gateway.NODE, "c-1=", "c-2=");

        assertThat(done.getException()).isNull();
        assertThat(atNode).hasSize(1);
        forget.assertIsSatisfied();
    }

    @Test
    void asksANodeAgainThatWasAwayForAMoment() {
        node = exchange -> {
            if (atNode.size() < 3) {
                noNode.process(exchange);
            }
        };

        Exchange done = push(Gateway.NODE, "c-1=");

        assertThat(done.getException()).isNull();
        assertThat(atNode).hasSize(3);
        assertThat(dynamoDb.requests()).isEmpty();
    }

    @Test
    void goesOnWithoutANodeThatStaysAwayAndDeletesItsExpiredRows() {
        node = noNode;
        dynamoDb.failAfter(1, ConditionalCheckFailedException.builder().build());

        Exchange done = push(Gateway.NODE, "c-1=", "c-2=", "c-3=");

        assertThat(done.getException()).isNull();
        assertThat(atNode).hasSize(3);
        await().untilAsserted(() -> assertThat(dynamoDb.requests(DeleteItemRequest.class))
                .extracting(DeleteItemRequest::key)
                .containsExactly(
                        Map.of("connection_id", AttributeValue.fromS("c-1=")),
                        Map.of("connection_id", AttributeValue.fromS("c-2="))));
        assertThat(forget.getExchanges()).isEmpty();
    }

    private Exchange push(Gateway gateway, String... connectionIds) {
        return run("push", exchange -> {
            exchange.setVariable("notification", new Notification("lobby", FRAME));
            exchange.setVariable("recipients", recipients(gateway, connectionIds));
        });
    }

    private static Recipients recipients(Gateway gateway, String... connectionIds) {
        return new Recipients(gateway, ENDPOINTS.get(gateway), List.of(connectionIds));
    }

    @Override
    void bindBeans(CamelContext camel) {
        GatewayOptions options =
                new GatewayOptions(Set.of(), 1_000, 1_000, Duration.ofSeconds(20), Duration.ofSeconds(1), 1, 1, 1);
        ConnectionTable table = new ConnectionTable(ENDPOINTS.get(Gateway.OWN), LEASE, CLOCK);
        leases = new Leases(dynamoDb, TABLE, table, LEASE, CLOCK, List::of);
        camel.getRegistry().bind("vertx-websocket", new WebSocketComponent("127.0.0.1", 8080, options, router -> {}));
        camel.getRegistry().bind("leases", leases);
        camel.getRegistry().bind("pushToNode", Processor.class, (Processor) exchange -> {
            atNode.add(exchange);
            node.process(exchange);
        });
    }

    @Override
    public void configureContext(CamelContextConfiguration configuration) {
        super.configureContext(configuration);
        configuration.withMockEndpoints("vertx-websocket:.*");
        configuration.withMockEndpointsAndSkip("direct:forget|direct:push-to-api-gateway");
    }
}
