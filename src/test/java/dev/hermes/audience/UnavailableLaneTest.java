package dev.hermes.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.hermes.audience.CarrierFailure.Kind;
import dev.hermes.notification.Notification;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A lane whose holder does not answer. */
class UnavailableLaneTest extends LaneUnderTest {

    @Test
    void isUnavailableAfterThreeFailuresInARow() {
        CompletableFuture<Handed> handed = hand("lobby", "1");

        holder.last().fail(Kind.UNAVAILABLE);
        pass(LIMITS.pause());
        holder.last().fail(Kind.UNAVAILABLE);
        pass(LIMITS.pause());
        assertThat(lane.isUnavailable()).isFalse();
        assertThat(handed).isNotDone();
        holder.last().fail(Kind.UNAVAILABLE);

        assertThat(lane.isUnavailable()).isTrue();
        assertThat(handed).isCompleted();
    }

    @Test
    void aSuccessBetweenFailuresBeginsTheCountAnew() {
        hand("lobby", "1");
        holder.last().fail(Kind.UNAVAILABLE);
        pass(LIMITS.pause());
        holder.last().fail(Kind.UNAVAILABLE);
        pass(LIMITS.pause());
        holder.last().succeed();

        hand("lobby", "2");
        holder.last().fail(Kind.UNAVAILABLE);

        assertThat(lane.isUnavailable()).isFalse();
    }

    @Test
    void countsWhatComesAsHandedOverAndSendsNothing() {
        makeUnavailable("lobby", "1");

        CompletableFuture<Handed> same = hand("lobby", "2");
        CompletableFuture<Handed> other = hand("attic", "3");
        pass(Duration.ofSeconds(5));

        assertThat(same).isCompleted();
        assertThat(other).isCompleted();
        assertThat(holder.requests).hasSize(3);
        assertThat(lane.waiting()).isEqualTo(3);
    }

    @Test
    void isProbedEverySecond() {
        makeUnavailable("lobby", "1");
        assertThat(holder.probes).isEmpty();

        pass(Duration.ofSeconds(1));
        assertThat(holder.probes).hasSize(1);
        pass(Duration.ofSeconds(1));
        assertThat(holder.probes).as("while the first is under way").hasSize(1);
        holder.probes.get(0).complete(false);
        pass(Duration.ofMillis(100));

        assertThat(holder.probes).hasSize(2);
        assertThat(lane.isUnavailable()).isTrue();
    }

    @Test
    void staysUnavailableWhereAProbeFails() {
        makeUnavailable("lobby", "1");

        pass(LIMITS.probes());
        holder.probes.get(0).completeExceptionally(new CarrierFailure(Kind.UNAVAILABLE, "as told", null));

        assertThat(lane.isUnavailable()).isTrue();
        pass(LIMITS.probes());
        assertThat(holder.probes).hasSize(2);
    }

    @Test
    void staysUnavailableWhereAProbeCannotBeMade() {
        Lane unreachable = lane(new Carrier() {
            @Override
            public String kind() {
                return "gateway";
            }

            @Override
            public CompletableFuture<Void> carry(String line, List<Push> pushes) {
                throw new IllegalArgumentException("no address");
            }

            @Override
            public CompletableFuture<Boolean> probe() {
                throw new IllegalArgumentException("no address");
            }
        });
        unreachable.hand("lobby", push("lobby", "1"));
        for (int i = 0; i < 10; i++) {
            clock.add(LIMITS.probes());
            unreachable.tick();
        }

        assertThat(unreachable.isUnavailable()).isTrue();
        assertThat(unreachable.waiting()).isEqualTo(1);
    }

    @Test
    void sendsWhatWaitedInOrderOnceAProbeAndOneRequestAreAnswered() {
        makeUnavailable("lobby", "1");
        hand("lobby", "2");
        hand("attic", "3");
        hand("lobby", "4");

        answerProbe();
        assertThat(lane.isUnavailable()).isTrue();
        assertThat(holder.requests).as("one after those that failed").hasSize(LIMITS.failures() + 1);
        holder.last().succeed();

        assertThat(lane.isUnavailable()).isFalse();
        assertThat(holder.requests.subList(3, 5))
                .extracting(FakeCarrier.Request::line, FakeCarrier.Request::frames)
                .containsExactlyInAnyOrder(tuple("lobby", List.of("1", "2", "4")), tuple("attic", List.of("3")));
        assertThat(hand("cellar", "5")).isNotDone();
    }

    @Test
    void staysUnavailableWhereProbesAreAnsweredAndRequestsAreNot() {
        makeUnavailable("lobby", "1");
        hand("attic", "2");

        for (int i = 1; i <= 3; i++) {
            answerProbe();
            assertThat(holder.requests).hasSize(LIMITS.failures() + i);
            holder.last().fail(Kind.UNAVAILABLE);
        }

        assertThat(lane.isUnavailable()).isTrue();
        assertThat(hand("attic", "3")).as("nobody waits for it").isCompleted();
    }

    @Test
    void isBackWithAnAnswerThatItIsBusy() {
        makeUnavailable("lobby", "1");

        answerProbe();
        holder.last().fail(Kind.BUSY);

        assertThat(lane.isUnavailable()).isFalse();
    }

    @Test
    void isBackWithAProbeWhereNothingWaits() {
        makeUnavailable("lobby", "1");
        pass(LIMITS.patience());
        pass(Duration.ofSeconds(1));
        assertThat(lane.waiting()).isZero();

        holder.probes.get(0).complete(true);

        assertThat(lane.isUnavailable()).isFalse();
    }

    @Test
    void comesBackWithARequestThatIsAnsweredLate() {
        hand("attic", "slow");
        FakeCarrier.Request slow = holder.last();
        makeUnavailable("lobby", "1");

        slow.succeed();

        assertThat(lane.isUnavailable()).isFalse();
        assertThat(holder.last().frames()).containsExactly("1");
    }

    @Test
    void isUnavailableAtOnceWhereAnotherProcessAnswers() {
        CompletableFuture<Handed> handed = hand("lobby", "1");

        holder.last().fail(Kind.REPLACED);

        assertThat(lane.isUnavailable()).isTrue();
        assertThat(handed).isCompleted();
        assertThat(troubled).hasSize(1);
    }

    @Test
    void dropsWhatHasWaitedForThirtySeconds() {
        makeUnavailable("lobby", "1");
        pass(Duration.ofSeconds(20));
        hand("lobby", "2");

        pass(Duration.ofSeconds(11));

        assertThat(dropped("expired")).isEqualTo(1);
        holder.probes.get(0).complete(true);
        assertThat(holder.last().frames()).containsExactly("2");
    }

    @Test
    void givesAConnectionTheLastNumberedMessageThatWasDroppedOnceItsGatewayAnswers() {
        makeUnavailable("room", "a");
        lane.hand("c-1", atGateway(numbered("first", 7)));
        lane.hand("c-1", atGateway(numbered("last", 8)));
        lane.hand("c-2", atGateway(new Notification("room", "plain")));
        pass(Duration.ofSeconds(31));
        int before = holder.requests.size();

        answerProbe();

        assertThat(holder.requests.subList(before, holder.requests.size()))
                .singleElement()
                .satisfies(request -> {
                    assertThat(request.line()).isEqualTo("c-1");
                    assertThat(request.frames()).containsExactly("last");
                });
    }

    @Test
    void isKeptWhileItsHolderIsStillToBeToldWhatWasDropped() {
        makeUnavailable("room", "a");
        lane.hand("room", new Push(numbered("lost", 7), List.of(), new Delivery(numbered("lost", 7))));

        pass(Duration.ofMinutes(9));
        assertThat(lane.waiting()).isZero();
        assertThat(lane.isSpent()).isFalse();
        int before = holder.requests.size();
        answerProbe();

        assertThat(holder.requests.subList(before, holder.requests.size()))
                .singleElement()
                .satisfies(request -> assertThat(request.frames()).containsExactly(""));
    }

    @Test
    void isSpentWhereTheRoomHasLongFoundOutForItself() {
        makeUnavailable("room", "a");
        lane.hand("room", new Push(numbered("lost", 7), List.of(), new Delivery(numbered("lost", 7))));
        pass(Duration.ofMinutes(1));

        pass(Duration.ofMinutes(11));

        assertThat(lane.isSpent()).isTrue();
    }

    private static Notification numbered(String frame, long number) {
        return new Notification("room", frame).withNumber(number);
    }

    private static Push atGateway(Notification notification) {
        String line = notification.isNumbered() ? "c-1" : "c-2";
        return new Push(notification, List.of(line), new Delivery(notification));
    }

    @Test
    void dropsWhatComesBeyondSixteenMegabytes() {
        makeUnavailable("lobby", "1");
        String megabyte = "x".repeat(1024 * 1024);

        for (int i = 0; i < 17; i++) {
            assertThat(hand("lobby", megabyte)).isCompleted();
        }

        assertThat(dropped("full")).isEqualTo(2);
        assertThat(lane.waiting()).isEqualTo(16);
        assertThat(lane.charactersWaiting()).isEqualTo(1 + 15L * 1024 * 1024);
        assertThat(hand("attic", "2")).as("there is room for a short one").isCompleted();
        assertThat(dropped("full")).isEqualTo(2);
    }

    @Test
    void dropsEverythingAtItsEnd() {
        makeUnavailable("lobby", "1");
        hand("attic", "2");

        lane.end();

        assertThat(dropped("ended")).isEqualTo(2);
        assertThat(lane.waiting()).isZero();
        assertThat(lane.isUnavailable()).isFalse();
        assertThat(hand("lobby", "3")).isCompleted();
        assertThat(dropped("ended")).isEqualTo(3);
        pass(Duration.ofSeconds(5));
        assertThat(holder.probes).isEmpty();
    }

    @Test
    void releasesWhoeverWaitsAtItsEnd() {
        CompletableFuture<Handed> underWay = hand("lobby", "1");
        CompletableFuture<Handed> waiting = hand("lobby", "2");

        lane.end();
        assertThat(waiting).isCompleted();
        holder.last().fail(Kind.UNAVAILABLE);

        assertThat(underWay).isCompleted();
        assertThat(dropped("ended")).isEqualTo(2);
        assertThat(lane.waiting()).isZero();
    }
}
