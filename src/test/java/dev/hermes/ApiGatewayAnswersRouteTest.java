package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a post that the gateway does not take. */
class ApiGatewayAnswersRouteTest extends ApiGatewayUnderTest {

    private static final long LONGEST_PAUSE = 5_000;

    @Test
    void forgetsAConnectionThatIsGone() throws Exception {
        forget.expectedMessageCount(1);
        gateway.answer("c-2=", 410);

        Exchange done = push(FRAME, "c-1=", "c-2=", "c-3=");

        assertThat(done.getException()).isNull();
        assertThat(gateway.postedTo()).containsExactlyInAnyOrder("c-1=", "c-2=", "c-3=");
        forget.assertIsSatisfied();
        assertThat(forget.getExchanges().get(0).getMessage().getBody()).isEqualTo(List.of("c-2="));
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
        assertThat(pauses.get(0)).isCloseTo(200L, withinPercentage(31));
        // Twice the one before, three tenths more or less; Camel counts from what the one before came to.
        assertThat(IntStream.range(1, 5)).allSatisfy(n -> assertThat(pauses.get(n) / (double) pauses.get(n - 1))
                .isBetween(pauses.get(n) == LONGEST_PAUSE ? 1.0 : 1.38, 2.62));
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
}
