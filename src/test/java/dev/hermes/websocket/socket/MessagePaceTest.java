package dev.hermes.websocket.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MessagePaceTest {

    private final AtomicLong now = new AtomicLong();
    private final MessagePace pace = new MessagePace(10, now::get);

    @Test
    void allowsTwiceAsManyAtOnceAndThenSoManyASecond() {
        assertThat(allowedOf(100)).isEqualTo(20);

        pass(1_000);

        assertThat(allowedOf(100)).isEqualTo(10);
    }

    @Test
    void isExceededForLongByWhoeverIsOverItForTenSeconds() {
        for (int tenths = 0; tenths < 100; tenths++) {
            allowedOf(30);
            assertThat(pace.isExceededForLong()).isFalse();
            pass(100);
        }

        allowedOf(30);

        assertThat(pace.isExceededForLong()).isTrue();
    }

    @Test
    void startsAnewWithWhoeverStaysBelowItForASecond() {
        for (int i = 0; i < 3; i++) {
            for (int tenths = 0; tenths < 60; tenths++) {
                allowedOf(30);
                pass(100);
            }
            pass(3_000);
        }

        assertThat(pace.isExceededForLong()).isFalse();
    }

    @Test
    void doesNotTakeAPauseInReadingForGoodConduct() {
        for (int i = 0; i < 4; i++) {
            allowedOf(30);
            pace.pause();
            pass(3_000);
            pace.resume();
        }

        allowedOf(30);

        assertThat(pace.isExceededForLong()).isTrue();
    }

    @Test
    void allowsAnyNumberWhereThereIsNoLimit() {
        MessagePace none = new MessagePace(0, now::get);

        assertThat(IntStream.range(0, 10_000).allMatch(i -> none.allows())).isTrue();
        assertThat(none.isExceededForLong()).isFalse();
    }

    private long allowedOf(int messages) {
        return IntStream.range(0, messages).filter(i -> pace.allows()).count();
    }

    private void pass(long millis) {
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
