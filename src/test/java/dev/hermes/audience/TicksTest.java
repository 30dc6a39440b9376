package dev.hermes.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.hermes.dev.Expected;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What ticks only while there is something to do. */
class TicksTest {

    private final ScheduledThreadPoolExecutor clock = (ScheduledThreadPoolExecutor) Executors.newScheduledThreadPool(1);
    private final AtomicInteger todo = new AtomicInteger();
    private final Ticks ticks = ticks(todo::decrementAndGet);

    private Ticks ticks(Runnable task) {
        return new Ticks(clock, Duration.ofMillis(1), task, () -> todo.get() > 0);
    }

    @AfterEach
    void stop() {
        clock.shutdownNow();
    }

    @Test
    void waitFromTheLastThingToDoUntilTheNext() {
        assertThat(clock.getQueue()).isEmpty();

        for (int again = 0; again < 3; again++) {
            todo.set(5);
            ticks.begin();
            await().until(() -> clock.getQueue().isEmpty() && clock.getActiveCount() == 0);
            assertThat(todo).hasValue(0);
        }
    }

    @Test
    void areNotDoubledByThoseWhoBeginThem() {
        todo.set(1);
        for (int i = 0; i < 100; i++) {
            new Thread(ticks::begin).start();
            assertThat(clock.getQueue()).hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void goOnAfterOneThatFails() {
        Ticks failing = ticks(() -> {
            if (todo.decrementAndGet() == 3) {
                throw new Expected();
            }
        });
        todo.set(5);

        failing.begin();

        await().untilAsserted(() -> assertThat(todo).hasValue(0));
    }

    @Test
    void endWithTheClock() {
        clock.shutdownNow();

        assertThatCode(ticks::begin).doesNotThrowAnyException();
    }
}
