package dev.hermes.websocket.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrontDoorTest {

    /** So many that all of a test may come at once. */
    private static final int PER_SECOND = 100 * (FrontDoor.MOST_UNDER_WAY + 10);

    private final AtomicLong now = new AtomicLong();
    private final FrontDoor door = new FrontDoor(PER_SECOND, now::get);
    private final EmbeddedChannel listener = new EmbeddedChannel();
    private final List<EmbeddedChannel> clients = Stream.generate(
                    () -> new EmbeddedChannel(listener, DefaultChannelId.newInstance(), true, false))
            .limit(FrontDoor.MOST_UNDER_WAY + 2)
            .toList();

    @AfterEach
    void close() {
        clients.forEach(EmbeddedChannel::finishAndReleaseAll);
    }

    @Test
    void letsInAFewAndMakesTheOthersWait() {
        clients.forEach(door::arrived);

        assertThat(clients.stream().filter(FrontDoorTest::isRead)).hasSize(FrontDoor.MOST_UNDER_WAY);
        assertThat(isNowRead(0)).isFalse();
        assertThat(isNowRead(1)).isFalse();
    }

    @Test
    void letsInTheNextForEachThatIsAnswered() {
        clients.forEach(door::arrived);
        clients.subList(0, FrontDoor.MOST_UNDER_WAY).forEach(this::ask);

        door.answered(clients.get(7));

        assertThat(isNowRead(0)).isTrue();
        assertThat(isNowRead(1)).isFalse();
    }

    @Test
    void passesOverThoseWhoHaveGone() {
        clients.forEach(door::arrived);
        clients.get(FrontDoor.MOST_UNDER_WAY).close();

        door.answered(clients.get(7));

        assertThat(isNowRead(1)).isTrue();
    }

    @Test
    void doesNotWaitForWhoeverSaysNothing() {
        clients.forEach(door::arrived);
        clients.subList(1, FrontDoor.MOST_UNDER_WAY).forEach(this::ask);

        clients.get(0).advanceTimeBy(1, TimeUnit.SECONDS);
        clients.get(0).runScheduledPendingTasks();

        assertThat(isNowRead(0)).isTrue();
        assertThat(isNowRead(1)).as("the place of one that has asked").isFalse();
    }

    @Test
    void doesNotWaitForLongForWhoeverIsNotAnswered() {
        clients.forEach(door::arrived);
        clients.subList(0, FrontDoor.MOST_UNDER_WAY).forEach(this::ask);

        clients.get(3).advanceTimeBy(2, TimeUnit.SECONDS);
        clients.get(3).runScheduledPendingTasks();
        assertThat(isNowRead(0)).as("while the table may answer").isFalse();
        clients.get(3).advanceTimeBy(1, TimeUnit.SECONDS);
        clients.get(3).runScheduledPendingTasks();

        assertThat(isNowRead(0)).isTrue();
        assertThat(isNowRead(1)).isFalse();
    }

    @Test
    void doesNotMindOneThatWasSilentAndAsksInTheEnd() {
        EmbeddedChannel late = clients.get(0);
        door.arrived(late);
        late.advanceTimeBy(1, TimeUnit.SECONDS);
        late.runScheduledPendingTasks();

        ask(late);
        door.answered(late);

        assertThat(isRead(late)).isTrue();
    }

    @Test
    void readsFromAConnectionThatHasWaitedForLongButMakesItsHandshakeWait() {
        clients.forEach(door::arrived);
        clients.subList(0, FrontDoor.MOST_UNDER_WAY).forEach(this::ask);
        EmbeddedChannel late = clients.get(FrontDoor.MOST_UNDER_WAY);
        assertThat(isRead(late)).isFalse();

        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(1_001));
        late.advanceTimeBy(5, TimeUnit.MILLISECONDS);
        late.runScheduledPendingTasks();
        assertThat(isRead(late)).isTrue();
        Asked handshake = new Asked();
        door.ask(late, handshake);
        assertThat(handshake.begun).isFalse();
        assertThat(door.waiting()).isEqualTo(1);
        door.answered(clients.get(7));

        assertThat(handshake.begun).isTrue();
        assertThat(door.waiting()).isZero();
    }

    @Test
    void passesOverAHandshakeThatIsGivenUp() {
        clients.forEach(door::arrived);
        clients.subList(0, FrontDoor.MOST_UNDER_WAY).forEach(this::ask);
        Asked givenUp = new Asked();
        Asked next = new Asked();
        door.ask(clients.get(FrontDoor.MOST_UNDER_WAY), givenUp);
        door.ask(clients.get(FrontDoor.MOST_UNDER_WAY + 1), next);
        givenUp.timedOut();

        door.answered(clients.get(7));

        assertThat(givenUp.begun).isFalse();
        assertThat(next.begun).isTrue();
    }

    @Test
    void letsInNoMoreInASecondThanItMay() {
        FrontDoor slow = new FrontDoor(200, now::get);
        clients.forEach(slow::arrived);
        assertThat(clients.stream().filter(FrontDoorTest::isRead)).hasSize(2);

        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(5));
        slow.answered(clients.get(0));
        assertThat(clients.stream().filter(FrontDoorTest::isRead)).hasSize(3);
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        slow.answered(clients.get(1));
        assertThat(clients.stream().filter(FrontDoorTest::isRead)).hasSize(5);
    }

    @Test
    void hasNobodyAcceptedUntilThereIsTimeForThoseWhoWere() {
        FrontDoor slow = new FrontDoor(20, now::get);
        clients.forEach(slow::arrived);
        assertThat(isRead(listener)).isFalse();

        timePassesForAll();
        assertThat(isRead(listener)).as("with more than a second's worth left").isFalse();
        now.addAndGet(TimeUnit.SECONDS.toNanos(10));
        timePassesForAll();

        assertThat(isRead(listener)).isTrue();
    }

    private void ask(EmbeddedChannel client) {
        door.ask(client, new Asked());
    }

    private static final class Asked implements Handshaking {

        private boolean pending = true;
        private boolean begun;

        @Override
        public boolean isPending() {
            return pending;
        }

        @Override
        public void begin() {
            begun = true;
        }

        @Override
        public void timedOut() {
            pending = false;
        }

        @Override
        public void clientGone() {
            pending = false;
        }
    }

    private void timePassesForAll() {
        clients.forEach(client -> {
            client.advanceTimeBy(1, TimeUnit.MINUTES);
            client.runScheduledPendingTasks();
        });
    }

    private boolean isNowRead(int index) {
        return isRead(clients.get(FrontDoor.MOST_UNDER_WAY + index));
    }

    private static boolean isRead(EmbeddedChannel client) {
        return client.config().isAutoRead();
    }
}
