package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.dev.DevStack;
import dev.hermes.dev.OtherNode;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of two nodes hangs for some seconds under load: nobody else notices, and its clients miss nothing. */
class HangingNodeIT {

    private static final int PER_SECOND = 50;
    private static final int BEFORE = 50;
    private static final int WHILE_IT_HANGS = 250;
    private static final int AFTER = 50;

    private final AtomicInteger sent = new AtomicInteger();

    @Test
    void delaysNobodyElseAndCatchesUp(@TempDir Path folder) throws Exception {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try (DevStack stack = Stacks.start(Path.of(""), Map.of());
                OtherNode other = new OtherNode(stack, folder, Map.of());
                World world = new World(stack)) {
            WebSocketClient here = world.join("ada", "shared");
            WebSocketClient quiet = world.join("eve", "quiet");
            WebSocketClient there = other.world().join("bob", "shared");
            clock.scheduleAtFixedRate(() -> send(world), 0, 1000 / PER_SECOND, TimeUnit.MILLISECONDS);
            await().untilAsserted(() -> assertThat(there.frames()).hasSizeGreaterThan(BEFORE));

            other.process().signal("STOP");
            int hung = sent.get();
            await().atMost(Duration.ofSeconds(30)).until(() -> sent.get() >= hung + WHILE_IT_HANGS);
            int until = sent.get();
            await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
                assertThat(here.frames()).contains(frame(until - 1));
                assertThat(quiet.frames()).contains(frame(until - 1));
            });
            assertThat(there.frames()).doesNotContain(frame(until - 1));
            other.process().signal("CONT");
            await().atMost(Duration.ofSeconds(30)).until(() -> sent.get() >= until + AFTER);
            clock.shutdown();
            assertThat(clock.awaitTermination(10, TimeUnit.SECONDS)).isTrue();

            List<String> all = IntStream.range(0, sent.get())
                    .mapToObj(HangingNodeIT::frame)
                    .toList();
            for (WebSocketClient client : List.of(here, quiet, there)) {
                await().atMost(Duration.ofSeconds(20))
                        .untilAsserted(() -> assertThat(client.frames()).containsExactlyInAnyOrderElementsOf(all));
            }
            assertThat(world.takeDeadLetters()).isEmpty();
        } finally {
            clock.shutdownNow();
        }
    }

    private void send(World world) {
        int number = sent.get();
        world.sendBatch(List.of(
                "{\"room_id\":\"shared\",\"data\":" + number + "}", "{\"room_id\":\"quiet\",\"data\":" + number + "}"));
        sent.incrementAndGet();
    }

    private static String frame(int number) {
        return "{\"data\":" + number + "}";
    }
}
