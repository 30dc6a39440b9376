package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.apigateway.GatewayBusy;
import dev.hermes.apigateway.GatewaySilent;
import java.util.List;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a post that the gateway does not take. */
class ApiGatewayAnswersRouteTest extends ApiGatewayUnderTest {

    @ParameterizedTest
    @ValueSource(ints = {410, 400})
    void forgetsAConnectionThatIsGone(int status) throws Exception {
        forget.expectedMessageCount(1);
        gateway.answer("c-2=", status);

        Exchange done = post(FRAME, "c-2=");

        assertThat(done.getException()).isNull();
        forget.assertIsSatisfied();
        assertThat(forget.getExchanges().get(0).getMessage().getBody()).isEqualTo(List.of("c-2="));
    }

    @Test
    void handsAConnectionThatIsNotThereYetBackToTheLane() {
        justArrived.add("c-2=");
        gateway.answer("c-2=", 410);

        Exchange done = post(FRAME, "c-2=");

        assertThat(done.getException()).isInstanceOf(GatewayBusy.class).hasMessageContaining("yet");
        assertThat(forget.getExchanges()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void handsAPostThatAGatewayIsTooBusyForBackToTheLane(int status) {
        gateway.answer("c-2=", status);

        Exchange done = post(FRAME, "c-2=");

        assertThat(done.getException())
                .isInstanceOf(GatewayBusy.class)
                .hasMessage("Gateway " + API_GATEWAY + " answered " + status);
        assertThat(gateway.postedTo()).containsExactly("c-2=");
        assertThat(forget.getExchanges()).isEmpty();
    }

    @Test
    void handsAPostThatIsNotAnsweredBackToTheLane() {
        gateway.answer("c-2=", 0);

        Exchange done = post(FRAME, "c-2=");

        assertThat(done.getException()).isInstanceOf(GatewaySilent.class);
        assertThat(gateway.postedTo()).containsExactly("c-2=");
    }

    @Test
    void dropsWhatTheGatewayFindsTooLarge() {
        gateway.answer("c-2=", 413);

        Exchange done = post(FRAME, "c-2=");

        assertThat(done.getException()).isNull();
        assertThat(logged).singleElement().asString().startsWith("Connection c-2= misses a notification: ");
    }

    @Test
    void dropsWhatTheGatewayForbids() {
        gateway.answer("c-2=", 403);

        Exchange done = post(FRAME, "c-2=");

        assertThat(done.getException()).isNull();
        assertThat(logged).singleElement().asString().contains(API_GATEWAY, "execute-api:ManageConnections");
        assertThat(forget.getExchanges()).isEmpty();
    }
}
