package dev.hermes.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PoolTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Pool pool = new Pool("test", 1, 1, meters);
    private final CountDownLatch held = new CountDownLatch(1);
    private final List<String> ran = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        held.countDown();
        pool.close();
    }

    @Test
    void refusesWhatFindsTheQueueFull() {
        fill();

        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> pool.execute(() -> ran.add("refused")));

        assertThat(meters.get("hermes.pool.waiting").tag("pool", "test").gauge().value())
                .isEqualTo(1);
        assertThat(meters.get("hermes.pool.refused")
                        .tag("pool", "test")
                        .counter()
                        .count())
                .isEqualTo(1);
        held.countDown();
        await().untilAsserted(() -> assertThat(ran).containsExactly("waited"));
    }

    @Test
    void runsLaterWhatMustNotBeLost() {
        fill();

        pool.insist(() -> ran.add(Thread.currentThread().getName()));
        assertThat(ran).isEmpty();
        held.countDown();

        await().untilAsserted(() -> assertThat(ran).containsExactly("waited", "test-1"));
    }

    private void fill() {
        pool.execute(() -> {
            try {
                held.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().until(() -> meters.get("hermes.pool.waiting").gauge().value() == 0);
        pool.execute(() -> ran.add("waited"));
    }
}
