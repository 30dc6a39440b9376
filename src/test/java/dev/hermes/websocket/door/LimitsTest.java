package dev.hermes.websocket.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private final AtomicLong now = new AtomicLong();
    private final Limits limits = limits(3, 1, 2, 2);

    @Test
    void takeSoManySocketsAndNoMore() {
        assertThat(limits.enter("a")).isEmpty();
        assertThat(limits.enter("a")).isEmpty();
        assertThat(limits.enter("a")).contains(Refusal.TOO_MANY_OF_ADDRESS);
        assertThat(limits.enter("b")).isEmpty();
        assertThat(limits.enter("c")).contains(Refusal.TOO_MANY_SOCKETS);

        limits.leave("a");

        assertThat(limits.enter("c")).isEmpty();
    }

    @Test
    void takeNoPlaceForWhoeverOnlyAsks() {
        assertThat(limits.look("a")).isEmpty();
        limits.enter("a");
        limits.enter("a");
        assertThat(limits.look("a")).contains(Refusal.TOO_MANY_OF_ADDRESS);
        assertThat(limits.look("b")).isEmpty();
        limits.enter("b");

        assertThat(limits.look("c")).contains(Refusal.TOO_MANY_SOCKETS);
    }

    @Test
    void takeSoManySocketsOfAUser() {
        assertThat(limits.enterUser("ada")).isTrue();
        assertThat(limits.enterUser("ada")).isFalse();
        assertThat(limits.hasPlaceFor("ada")).isFalse();
        assertThat(limits.hasPlaceFor("bob")).isTrue();

        limits.leaveUser("ada");

        assertThat(limits.enterUser("ada")).isTrue();
    }

    @Test
    void takeSoManyHandshakesOfAnAddressInASecond() {
        assertThat(limits.handshake("a")).isEmpty();
        assertThat(limits.handshake("a")).isEmpty();
        assertThat(limits.handshake("a")).contains(Refusal.TOO_FAST);
        assertThat(limits.handshake("b")).isEmpty();

        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(500));

        assertThat(limits.handshake("a")).isEmpty();
        assertThat(limits.handshake("a")).contains(Refusal.TOO_FAST);
    }

    @Test
    void areNoneWhereTheyAreOff() {
        Limits off = limits(0, 0, 0, 0);

        for (int i = 0; i < 1_000; i++) {
            assertThat(off.handshake("a")).isEmpty();
            assertThat(off.look("a")).isEmpty();
            assertThat(off.enter("a")).isEmpty();
            assertThat(off.enterUser("ada")).isTrue();
        }
    }

    private Limits limits(int sockets, int ofUser, int ofAddress, int handshakes) {
        DoorOptions options =
                new DoorOptions(Set.of(), List.of(), Duration.ZERO, 1_000, sockets, ofUser, ofAddress, handshakes);
        return new Limits(options, now::get);
    }
}
