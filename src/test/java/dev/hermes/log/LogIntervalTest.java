package dev.hermes.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogIntervalTest {

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 10);
    private final LogInterval interval = new LogInterval(Duration.ofNanos(100), clock::get);
    private final List<Long> lines = new ArrayList<>();

    @Test
    void letsTheFirstLineThrough() {
        interval.log(lines::add);

        assertThat(lines).containsExactly(0L);
    }

    @Test
    void holdsLinesBackUntilTheIntervalHasPassedAndSaysHowMany() {
        interval.log(lines::add);
        interval.log(lines::add);
        clock.addAndGet(99);
        interval.log(lines::add);

        clock.addAndGet(1);
        interval.log(lines::add);

        assertThat(lines).containsExactly(0L, 2L);
    }

    @Test
    void beginsToCountAnewAfterEachLine() {
        interval.log(lines::add);
        clock.addAndGet(100);
        interval.log(lines::add);

        clock.addAndGet(100);
        interval.log(lines::add);

        assertThat(lines).containsExactly(0L, 0L, 0L);
    }
}
