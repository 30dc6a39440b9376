package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** What is handed over for an API Gateway, and what is posted. */
class ApiGatewayRouteTest extends ApiGatewayUnderTest {

    @Test
    void handsOverOnceForAllConnections() {
        Exchange done = push(FRAME, "c-1=", "c-2=");

        assertThat(done.getException()).isNull();
        assertThat(handedOver).hasSize(1);
        assertThat(gateway.posts()).isEmpty();
    }

    @Test
    void handsOverTheLongestFrameThatTheGatewayTakes() {
        push("x".repeat(LONGEST), "c-1=");

        assertThat(handedOver).hasSize(1);
        assertThat(logged).isEmpty();
    }

    @Test
    void handsOverNoFrameThatTheGatewayDoesNotTake() {
        Exchange inCharacters = push("x".repeat(LONGEST + 1), "c-1=", "c-2=");
        Exchange inBytes = push("é".repeat(LONGEST / 2 + 1), "c-1=");

        assertThat(inCharacters.getException()).isNull();
        assertThat(inBytes.getException()).isNull();
        assertThat(handedOver).isEmpty();
        assertThat(logged).hasSize(2).allMatch(message -> message.contains("128 KB"));
    }

    @Test
    void postsTheFrameToTheConnection() {
        Exchange done = post(FRAME, "c-1=");

        assertThat(done.getException()).isNull();
        assertThat(gateway.posts()).singleElement().satisfies(post -> {
            assertThat(post.connectionId()).isEqualTo("c-1=");
            assertThat(post.data().asUtf8String()).isEqualTo(FRAME);
        });
        assertThat(logged).isEmpty();
    }

    @Test
    void connectsOnceToAGateway() {
        post(FRAME, "c-1=");
        post(FRAME, "c-2=");

        assertThat(connectedTo).containsExactly(API_GATEWAY);
    }
}
