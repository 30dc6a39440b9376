package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.connection.Recipients;
import dev.hermes.notification.Notification;
import dev.hermes.websocket.GatewayOptions;
import dev.hermes.websocket.LiveConnections;
import dev.hermes.websocket.WebSocketComponent;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.EndpointInject;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.vertx.websocket.VertxWebsocketConstants;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.junit.jupiter.api.Test;

/** Runs the real {@code push} to a gateway that holds no connection. */
class PushRouteTest extends RoutesUnderTest {

    private static final String FRAME = "{\"data\": \"${body}\"}";

    @EndpointInject("mock:vertx-websocket:127.0.0.1:8080/dev")
    private MockEndpoint gateway;

    @EndpointInject("mock:direct:forget")
    private MockEndpoint forget;

    PushRouteTest() {
        super("push");
    }

    @Test
    void givesTheGatewayTheFrameOnceForAllConnections() throws Exception {
        gateway.expectedBodiesReceived(FRAME);
        gateway.expectedHeaderReceived(VertxWebsocketConstants.CONNECTION_KEY, List.of("c-1=", "c-2="));

        push("c-1=", "c-2=");

        gateway.assertIsSatisfied();
    }

    @Test
    void forgetsEachConnectionThatIsGone() throws Exception {
        forget.expectedBodiesReceived("c-1=", "c-2=");

        push("c-1=", "c-2=");

        forget.assertIsSatisfied();
    }

    @Test
    void succeedsAlthoughConnectionsAreGone() {
        Exchange done = push("c-1=");

        assertThat(done.getException()).isNull();
    }

    @Test
    void forgetsNobodyWhereNobodyIsGone() {
        Exchange done = push();

        assertThat(done.getException()).isNull();
        assertThat(forget.getExchanges()).isEmpty();
    }

    private Exchange push(String... connectionIds) {
        return run("push", exchange -> {
            exchange.setVariable("notification", new Notification("lobby", FRAME));
            exchange.setVariable("recipients", new Recipients("http://127.0.0.1:8080/dev", List.of(connectionIds)));
        });
    }

    @Override
    void bindBeans(CamelContext camel) {
        GatewayOptions options =
                new GatewayOptions(Set.of(), 1_000, 1_000, Duration.ofSeconds(20), Duration.ofSeconds(1), 1, 1, 1);
        camel.getRegistry()
                .bind(
                        "vertx-websocket",
                        new WebSocketComponent(
                                "127.0.0.1", 8080, options, new LiveConnections(Clock.systemUTC()), router -> {}));
    }

    @Override
    public void configureContext(CamelContextConfiguration configuration) {
        super.configureContext(configuration);
        configuration.withMockEndpoints("vertx-websocket:.*");
        configuration.withMockEndpointsAndSkip("direct:forget");
    }
}
