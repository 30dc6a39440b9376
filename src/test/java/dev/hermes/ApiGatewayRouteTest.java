package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.PostToConnectionRequest;

/** What is posted, and how much of it at a time. */
class ApiGatewayRouteTest extends ApiGatewayUnderTest {

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
}
