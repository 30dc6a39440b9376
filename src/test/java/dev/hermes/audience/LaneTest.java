package dev.hermes.audience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.audience.CarrierFailure.Kind;
import dev.hermes.notification.Notification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What goes when, in which order, and who waits, while the holder answers. */
class LaneTest extends LaneUnderTest {

    @Test
    void hasOneRequestUnderWayForALine() {
        hand("lobby", "1");
        hand("lobby", "2");

        assertThat(holder.requests).hasSize(1);
        assertThat(holder.last().frames()).containsExactly("1");
    }

    @Test
    void sendsTogetherWhatCameMeanwhile() {
        hand("lobby", "1");
        hand("lobby", "2");
        hand("lobby", "3");

        holder.last().succeed();

        assertThat(holder.requests).hasSize(2);
        assertThat(holder.last().frames()).containsExactly("2", "3");
    }

    @Test
    void sendsNoMoreTogetherThanItMay() {
        hand("lobby", "first");
        IntStream.range(0, 65).forEach(i -> hand("lobby", Integer.toString(i)));

        holder.last().succeed();
        assertThat(holder.last().frames()).hasSize(64).startsWith("0").endsWith("63");
        holder.last().succeed();

        assertThat(holder.last().frames()).containsExactly("64");
    }

    @Test
    void sendsNoMoreCharactersTogetherThanItMay() {
        String half = "x".repeat(LIMITS.charactersPerRequest() / 2);
        hand("lobby", "first");
        hand("lobby", half);
        hand("lobby", half);
        hand("lobby", "beyond");

        holder.last().succeed();
        assertThat(holder.last().frames()).containsExactly(half, half);
        holder.last().succeed();

        assertThat(holder.last().frames()).containsExactly("beyond");
    }

    @Test
    void sendsByItselfWhatIsLongerThanARequestMayBe() {
        String huge = "x".repeat(LIMITS.charactersPerRequest() + 1);
        hand("lobby", "first");
        hand("lobby", huge);
        hand("lobby", "after");

        holder.last().succeed();

        assertThat(holder.last().frames()).containsExactly(huge);
    }

    @Test
    void sendsAgainOnlyWhatTheHolderDidNotTake() {
        hand("lobby", "1");
        CompletableFuture<Handed> taken = hand("lobby", "2");
        CompletableFuture<Handed> left = hand("lobby", "3");
        holder.last().succeed();

        holder.last().failFrom(1, Kind.BUSY);
        pass(LIMITS.pause());

        assertThat(taken).isDone();
        assertThat(left).isNotDone();
        assertThat(holder.last().frames()).containsExactly("3");
    }

    @Test
    void asksAHolderNoMoreForWhatItRefusesOrIsTooBusyFor() {
        lane.hand("lobby", numbered("lobby", "1", 1));
        holder.last().fail(Kind.REFUSED);
        assertThat(holder.requests).hasSize(1);

        lane.hand("lobby", numbered("lobby", "2", 2));
        for (int i = 0; i < LIMITS.busyTries(); i++) {
            holder.last().fail(Kind.BUSY);
            pass(LIMITS.pause().multipliedBy(1L << i));
        }

        assertThat(holder.requests).hasSize(1 + LIMITS.busyTries());
        assertThat(lane.waiting()).isZero();
    }

    private static Push numbered(String room, String frame, long number) {
        Notification notification = new Notification(room, frame).withNumber(number);
        return new Push(notification, List.of(), new Delivery(notification));
    }

    @Test
    void isDoneWhenTheHolderHasThePush() {
        CompletableFuture<Handed> handed = hand("lobby", "1");
        assertThat(handed).isNotDone();

        holder.last().succeed();

        assertThat(handed).isCompleted();
        assertThat(lane.waiting()).isZero();
        assertThat(lane.charactersWaiting()).isZero();
        assertThat(meters.get("hermes.lane.pushes").counter().count()).isEqualTo(1);
    }

    @Test
    void doesNotHoldUpOtherLines() {
        hand("lobby", "1");
        hand("attic", "2");

        assertThat(holder.lines()).containsExactly("lobby", "attic");
    }

    @Test
    void hasNoMoreRequestsUnderWayThanItMay() {
        IntStream.range(0, LIMITS.requests() + 2).forEach(i -> hand("room-" + i, "1"));
        assertThat(holder.requests).hasSize(LIMITS.requests());

        holder.requests.get(0).succeed();

        assertThat(holder.requests).hasSize(LIMITS.requests() + 1);
        assertThat(holder.last().line()).isEqualTo("room-" + LIMITS.requests());
    }

    @Test
    void keepsTheOrderAfterAFailure() {
        hand("lobby", "1");
        hand("lobby", "2");

        holder.last().fail(Kind.UNAVAILABLE);
        assertThat(holder.requests).hasSize(1);
        hand("lobby", "3");
        pass(LIMITS.pause());

        assertThat(holder.requests).hasSize(2);
        assertThat(holder.last().frames()).containsExactly("1", "2", "3");
    }

    @Test
    void waitsBeforeItTriesAgain() {
        hand("lobby", "1");
        holder.last().fail(Kind.UNAVAILABLE);

        pass(LIMITS.pause().minusMillis(1));
        assertThat(holder.requests).hasSize(1);
        pass(Duration.ofMillis(1));

        assertThat(holder.requests).hasSize(2);
    }

    @Test
    void tellsOfThoseThatAHolderDidNotTakeAtTheFirstTry() {
        hand("lobby", "1");

        holder.last().fail(Kind.UNAVAILABLE);
        pass(LIMITS.pause());
        holder.last().fail(Kind.UNAVAILABLE);

        assertThat(troubled).extracting(push -> push.notification().frame()).containsExactly("1");
    }

    @Test
    void givesABusyHolderMoreTimeFromTryToTry() {
        hand("lobby", "1");
        List<Duration> pauses = new ArrayList<>();

        for (int tries = 1; tries < LIMITS.busyTries(); tries++) {
            holder.last().fail(Kind.BUSY);
            Duration pause = LIMITS.pause().multipliedBy(1L << (tries - 1));
            pass(pause.minusMillis(1));
            assertThat(holder.requests).as("%s later", pause).hasSize(tries);
            pass(Duration.ofMillis(1));
            assertThat(holder.requests).as("%s later", pause).hasSize(tries + 1);
            pauses.add(pause);
        }

        assertThat(pauses).hasSize(5).endsWith(Duration.ofMillis(3200));
        assertThat(lane.isUnavailable()).isFalse();
    }

    @Test
    void dropsThePushThatAHolderIsTooBusyForAndGoesOn() {
        CompletableFuture<Handed> first = hand("lobby", "1");
        hand("lobby", "2");

        for (int tries = 1; tries <= LIMITS.busyTries(); tries++) {
            holder.last().fail(Kind.BUSY);
            pass(LIMITS.pause().multipliedBy(1L << (tries - 1)));
        }

        assertThat(first).isCompleted();
        assertThat(dropped("busy")).isEqualTo(1);
        assertThat(holder.last().frames()).containsExactly("2");
        assertThat(lane.isUnavailable()).isFalse();
        assertThat(troubled).isEmpty();
    }

    @Test
    void dropsOnlyTheOneThatTheHolderRefuses() {
        hand("lobby", "first");
        List<CompletableFuture<Handed>> handed = List.of(hand("lobby", "1"), hand("lobby", "bad"), hand("lobby", "3"));
        holder.last().succeed();
        assertThat(holder.last().frames()).containsExactly("1", "bad", "3");

        holder.last().fail(Kind.REFUSED);
        assertThat(holder.last().frames()).containsExactly("1");
        holder.last().succeed();
        assertThat(holder.last().frames()).containsExactly("bad");
        holder.last().fail(Kind.REFUSED);
        assertThat(holder.last().frames()).containsExactly("3");
        holder.last().succeed();

        assertThat(handed).allSatisfy(one -> assertThat(one).isCompleted());
        assertThat(dropped("refused")).isEqualTo(1);
        assertThat(meters.get("hermes.lane.pushes").counter().count()).isEqualTo(3);
        assertThat(lane.isUnavailable()).isFalse();
    }

    @Test
    void sendsTogetherAgainOnceTheRefusedRequestIsDealtWith() {
        hand("lobby", "first");
        hand("lobby", "1");
        hand("lobby", "bad");
        holder.last().succeed();
        holder.last().fail(Kind.REFUSED);
        holder.last().succeed();
        hand("lobby", "3");
        hand("lobby", "4");

        holder.last().fail(Kind.REFUSED);

        assertThat(holder.last().frames()).containsExactly("3", "4");
    }

    @Test
    void nobodyWaitsForARequestThatIsNotAnswered() {
        CompletableFuture<Handed> first = hand("lobby", "1");
        CompletableFuture<Handed> second = hand("lobby", "2");
        pass(LIMITS.unanswered());
        assertThat(first).isNotDone();

        pass(Duration.ofMillis(100));

        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(hand("lobby", "3")).isCompleted();
        assertThat(lane.isUnavailable()).isFalse();
        holder.last().succeed();
        assertThat(holder.last().frames()).containsExactly("2", "3");
        holder.last().succeed();
        assertThat(dropped("expired")).isZero();
    }

    @Test
    void isWaitedForAgainAfterTheAnswer() {
        hand("lobby", "1");
        pass(Duration.ofSeconds(2));
        holder.last().succeed();

        assertThat(hand("lobby", "2")).isNotDone();
    }

    @Test
    void aLineWithoutAnAnswerDoesNotHoldUpAnother() {
        hand("lobby", "1");
        pass(Duration.ofSeconds(2));

        CompletableFuture<Handed> other = hand("attic", "2");
        assertThat(other).isNotDone();
        holder.last().succeed();

        assertThat(other).isCompleted();
    }
}
