package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.hermes.apigateway.GatewayCarrier;
import dev.hermes.audience.CarrierFailure;
import dev.hermes.audience.Push;
import dev.hermes.notification.Notification;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.AsyncProducer;
import org.junit.jupiter.api.Test;

/** What has waited for one connection of an API Gateway is posted a few at a time, or in order. */
class GatewayCarrierRouteTest extends ApiGatewayUnderTest {

    private static final String CONNECTION = "c-1=";

    private GatewayCarrier carrier(int postsAtATime) throws Exception {
        AsyncProducer route = context.getEndpoint("direct:post-to-connection").createAsyncProducer();
        route.start();
        return new GatewayCarrier(route, API_GATEWAY, postsAtATime);
    }

    private static List<Push> pushes(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> new Push(new Notification("lobby", Integer.toString(n)), List.of(CONNECTION), null))
                .toList();
    }

    private List<String> posted() {
        return gateway.posts().stream().map(post -> post.data().asUtf8String()).toList();
    }

    @Test
    void postsAFewAtATime() throws Exception {
        gateway.holdBack();

        CompletableFuture<Void> carried = carrier(8).carry(CONNECTION, pushes(20));
        await().until(() -> gateway.underWay() == 8);
        gateway.release();

        assertThat(carried).succeedsWithin(Duration.ofSeconds(5));
        assertThat(posted()).hasSize(20).doesNotHaveDuplicates();
        assertThat(gateway.mostUnderWay()).isEqualTo(8);
    }

    @Test
    void keepsTheOrderWhereOneIsPostedAtATime() throws Exception {
        carrier(1).carry(CONNECTION, pushes(20)).join();

        assertThat(posted())
                .isEqualTo(IntStream.range(0, 20).mapToObj(Integer::toString).toList());
        assertThat(gateway.mostUnderWay()).isEqualTo(1);
    }

    @Test
    void saysWhatIsLeftWhereTheGatewayDoesNotTakeAll() throws Exception {
        gateway.answer(CONNECTION, 200, 429, 200, 200);

        List<Push> pushes = pushes(6);
        Throwable failure =
                catchThrowable(() -> carrier(4).carry(CONNECTION, pushes).get(5, TimeUnit.SECONDS));

        assertThat(failure.getCause()).isInstanceOfSatisfying(CarrierFailure.class, refused -> assertThat(pushes)
                .filteredOn(refused::isLeft)
                .isEqualTo(List.of(pushes.get(1), pushes.get(4), pushes.get(5))));
        assertThat(posted()).containsExactlyInAnyOrder("0", "1", "2", "3");
    }
}
