package dev.hermes.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.audience.CarrierFailure;
import dev.hermes.audience.Push;
import dev.hermes.notification.Aim;
import dev.hermes.notification.Notification;
import dev.hermes.tracing.Tracing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeCarrierTest extends NodeUnderTest {

    private static final Notification FIRST = new Notification("m-1", "lobby", "{\"data\":\"é\"}", Aim.EVERYBODY);
    private static final Notification SECOND =
            new Notification("m-2", "lobby", "{\"data\":2}", new Aim(Set.of("ada"), Set.of()));

    private final List<Push> counted = new ArrayList<>();

    @Test
    void asksTheProcessOnceForAllThatWaitsForARoom() {
        new NodeCarrier(client, endpoint(), "n-2", counted::add)
                .carry("lobby", pushes())
                .join();

        assertThat(counted).isEmpty();
        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.line()).isEqualTo("POST /dev/@nodes/n-2/push");
            assertThat(PushBatch.read(request.body().getBytes(UTF_8), Tracing.OFF))
                    .containsExactly(FIRST, SECOND);
        });
    }

    @Test
    void tellsOfWhatHasNoNumberWhereSomebodyWaitsForNumbers() {
        answer = "{\"counted\":true}";
        Push numbered = new Push(FIRST.withNumber(7), List.of(), null);
        Push plain = new Push(SECOND, List.of(), null);

        new NodeCarrier(client, endpoint(), "n-2", counted::add)
                .carry("lobby", List.of(numbered, plain))
                .join();

        assertThat(counted).containsExactly(plain);
    }

    @Test
    void failsWhereAnotherProcessAnswers() {
        status = 421;

        assertThat(new NodeCarrier(client, endpoint(), "n-2", counted::add).carry("lobby", pushes()))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(CarrierFailure.class)
                .matches(failure -> ((CarrierFailure) failure).kind() == CarrierFailure.Kind.REPLACED);
    }

    @ParameterizedTest
    @CsvSource({"200,true", "421,false", "403,false", "500,false"})
    void probesWhetherItIsTheProcess(int answered, boolean answers) {
        status = answered;

        assertThat(new NodeCarrier(client, endpoint(), "n-2", counted::add)
                        .probe()
                        .join())
                .isEqualTo(answers);
        assertThat(asked).extracting(Asked::line).containsExactly("GET /dev/@nodes/n-2");
    }

    private static List<Push> pushes() {
        return List.of(new Push(FIRST, List.of(), null), new Push(SECOND, List.of(), null));
    }
}
