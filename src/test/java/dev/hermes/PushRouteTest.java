package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.connection.Recipients.Gateway;
import dev.hermes.notification.Notification;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.component.vertx.websocket.VertxWebsocketConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is asked to push what, and what becomes of connections that are gone. */
class PushRouteTest extends PushUnderTest {

    @Test
    void givesTheGatewayTheFrameOnceForAllConnections() throws Exception {
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
        forget.expectedMessageCount(1);

        push(Gateway.OWN, "c-1=", "c-2=");

        forget.assertIsSatisfied();
        assertThat(forget.getExchanges().get(0).getMessage().getBody()).isEqualTo(List.of("c-1=", "c-2="));
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
}
