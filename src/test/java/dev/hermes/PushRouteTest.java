package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.audience.Recipients;
import dev.hermes.audience.Recipients.Gateway;
import dev.hermes.audience.StaleConnections;
import dev.hermes.connection.ConnectionGone;
import dev.hermes.notification.Notification;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.EndpointInject;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.vertx.websocket.VertxWebsocketConstants;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is asked to push what, and what becomes of connections that are gone. */
class PushRouteTest extends RoutesUnderTest {

    private static final String FRAME = "{\"data\": \"${body}\"}";

    private final List<Exchange> handedOver = new CopyOnWriteArrayList<>();

    @EndpointInject("mock:vertx-websocket:127.0.0.1:8080/dev")
    private MockEndpoint sockets;

    @EndpointInject("mock:direct:push-to-api-gateway")
    private MockEndpoint apiGateway;

    @EndpointInject("mock:direct:forget-all")
    private MockEndpoint forget;

    PushRouteTest() {
        super("push");
    }

    @Test
    void givesTheSocketsTheFrameOnceForAllConnections() throws Exception {
        sockets.expectedBodiesReceived(FRAME);
        sockets.expectedHeaderReceived(VertxWebsocketConstants.CONNECTION_KEY, List.of("c-1=", "c-2="));

        push(Gateway.OWN, "c-1=", "c-2=");

        sockets.assertIsSatisfied();
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

    @Test
    void handsTheNotificationOverToANode() {
        Exchange done = push(Gateway.NODE);

        assertThat(done.getException()).isNull();
        assertThat(handedOver).singleElement().satisfies(exchange -> {
            assertThat(exchange.getVariable("notification")).isEqualTo(new Notification("lobby", FRAME));
            assertThat(exchange.getVariable("recipients")).isEqualTo(recipients(Gateway.NODE));
        });
    }

    @ParameterizedTest
    @EnumSource
    void asksNoOtherHolder(Gateway gateway) {
        push(gateway, "c-1=");

        assertThat(sockets.getExchanges()).hasSize(gateway == Gateway.OWN ? 1 : 0);
        assertThat(handedOver).hasSize(gateway == Gateway.NODE || gateway == Gateway.OLD_NODE ? 1 : 0);
        assertThat(apiGateway.getExchanges()).hasSize(gateway == Gateway.API_GATEWAY ? 1 : 0);
    }

    @Test
    void forgetsEachConnectionThatIsGone() throws Exception {
        forget.expectedMessageCount(1);
        sockets.whenAnyExchangeReceived(exchange -> {
            throw new ConnectionGone(List.of("c-1=", "c-2="));
        });

        Exchange done = push(Gateway.OWN, "c-1=", "c-2=", "c-3=");

        assertThat(done.getException()).isNull();
        forget.assertIsSatisfied();
        assertThat(forget.getExchanges().get(0).getMessage().getBody()).isEqualTo(List.of("c-1=", "c-2="));
    }

    @Test
    void forgetsNobodyWhereNobodyIsGone() {
        Exchange done = push(Gateway.OWN, "c-1=");

        assertThat(done.getException()).isNull();
        assertThat(forget.getExchanges()).isEmpty();
    }

    private Exchange push(Gateway gateway, String... connectionIds) {
        return run("push", exchange -> {
            exchange.setVariable("notification", new Notification("lobby", FRAME));
            exchange.setVariable("recipients", recipients(gateway, connectionIds));
        });
    }

    private static Recipients recipients(Gateway gateway, String... connectionIds) {
        return new Recipients(gateway, "n-2", "http://10.0.0.2:8080/dev", List.of(connectionIds));
    }

    @Override
    void bindBeans(CamelContext camel) {
        camel.getRegistry().bind("staleConnections", new StaleConnections());
        camel.getRegistry().bind("handOver", Processor.class, (Processor) handedOver::add);
    }

    @Override
    public void configureContext(CamelContextConfiguration configuration) {
        super.configureContext(configuration);
        configuration.withMockEndpointsAndSkip("vertx-websocket:.*|direct:forget-all|direct:push-to-api-gateway");
    }
}
