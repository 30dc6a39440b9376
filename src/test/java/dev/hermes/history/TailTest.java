package dev.hermes.history;

import static dev.hermes.history.HistoriesUnderTest.ROOM;
import static dev.hermes.history.HistoriesUnderTest.WINDOW;
import static dev.hermes.history.HistoriesUnderTest.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.connection.Attributes;
import dev.hermes.connection.Connection;
import dev.hermes.history.HistoriesUnderTest.Process;
import dev.hermes.history.Since.Kind;
import dev.hermes.notification.Aim;
import dev.hermes.notification.Where;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TailTest {

    private static final Connection ADA =
            new Connection("c-1=", ROOM, "ada", "", new Attributes(Map.of("role", Set.of("guest"))));

    private final Sockets sockets = new Sockets();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    private HistoriesUnderTest world;
    private Process process;
    private Tails tails;
    private long head;

    @BeforeEach
    void start() throws Exception {
        world = new HistoriesUnderTest();
        process = world.process();
        get(process.history().count(ROOM, WINDOW));
        head = get(process.history().head(ROOM));
        tails = new Tails(process.history(), new Counted(world.clock), sockets, threads, new SimpleMeterRegistry());
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        world.close();
    }

    /** Sockets that keep what they get; a slow one lets nothing leave until it is told to. */
    private static final class Sockets implements Outlets {

        final Map<String, List<String>> frames = new ConcurrentHashMap<>();
        final Queue<Runnable> held = new ArrayDeque<>();
        volatile boolean slow;

        @Override
        public synchronized void push(Collection<String> ids, String text) {
            ids.forEach(id -> of(id).add(text));
        }

        List<String> of(String id) {
            return frames.computeIfAbsent(id, any -> new CopyOnWriteArrayList<>());
        }

        @Override
        public Optional<Outlet> find(String id) {
            return Optional.of(new Outlet() {
                @Override
                public void run(Runnable task) {
                    synchronized (Sockets.this) {
                        task.run();
                    }
                }

                @Override
                public void write(String text, Runnable left) {
                    of(id).add(text);
                    if (slow) {
                        held.add(left);
                    } else {
                        left.run();
                    }
                }
            });
        }

        synchronized void letGoOnce() {
            held.remove().run();
        }

        synchronized void letGo() {
            slow = false;
            List<Runnable> all = new ArrayList<>(held);
            held.clear();
            all.forEach(Runnable::run);
        }
    }

    private Numbered append(String id, Aim aim) {
        Message message = new Message(id, Message.UNSENT, "{\"data\":\"" + id + "\"}", aim);
        return new Numbered(process.append(message), 0, message);
    }

    private Numbered append(String id) {
        return append(id, Aim.EVERYBODY);
    }

    private void open(Since since) {
        get(tails.open(ADA, since, () -> {}));
    }

    private static String frame(String id, long number) {
        return "{\"data\":\"" + id + "\",\"seq\":" + number + "}";
    }

    private List<String> frames() {
        List<String> all = sockets.of(ADA.id());
        return all.subList(1, all.size());
    }

    @Test
    void givesWhatComesInTheOrderOfNumbers() {
        open(Since.NOW);
        Numbered first = append("a");
        Numbered second = append("b");

        tails.take(ROOM, second);
        tails.take(ROOM, first);
        tails.take(ROOM, second);

        await().until(() -> frames().size() >= 2);
        assertThat(frames()).containsExactly(frame("a", head + 1), frame("b", head + 2));
    }

    @Test
    void readsWhatWasLostOnTheWay() {
        open(Since.NOW);
        append("a");
        append("b");

        tails.take(ROOM, append("c"));

        await().until(() -> frames().size() >= 3);
        assertThat(frames()).containsExactly(frame("a", head + 1), frame("b", head + 2), frame("c", head + 3));
    }

    @Test
    void readsTheLastMessageThatWasOnlyAnnounced() {
        open(Since.NOW);
        Numbered lost = append("a");

        tails.announce(ROOM, lost.number());

        await().until(() -> !frames().isEmpty());
        assertThat(frames()).containsExactly(frame("a", head + 1));
    }

    @Test
    void readsAgainWhatWasAnnouncedDuringAReading() {
        open(Since.NOW);
        append("a");
        process.table()
                .beforeNextQueryEnds(() -> tails.announce(ROOM, append("b").number()));

        tails.announce(ROOM, head + 1);

        await().until(() -> frames().size() >= 2);
        assertThat(frames()).containsExactly(frame("a", head + 1), frame("b", head + 2));
    }

    @Test
    void givesAllToAClientThatEntersBeforeTheHeadIsRead() {
        Tail tail = new Tail(ROOM, process.history(), sockets, (millis, task) -> task.run());
        Opening opening = process.open(Since.NOW);
        append("a");

        tail.enter(ADA, opening);
        get(tail.head());

        await().until(() -> !frames().isEmpty());
        assertThat(frames()).containsExactly(frame("a", head + 1));
    }

    @Test
    void readsOnWhileTheTableIsUnavailable() {
        open(Since.NOW);
        append("a");
        process.table().failQueries(3);

        tails.take(ROOM, append("b"));

        await().until(() -> frames().size() >= 2);
        assertThat(frames()).containsExactly(frame("a", head + 1), frame("b", head + 2));
    }

    @Test
    void joinsWhatWasMissedWithWhatComesMeanwhile() {
        for (int i = 0; i < 300; i++) {
            append("m-" + i);
        }
        sockets.slow = true;
        open(new Since(Kind.AFTER, head));
        for (int i = 300; i < 400; i++) {
            tails.take(ROOM, append("m-" + i));
        }

        sockets.letGo();

        await().until(() -> frames().size() >= 400);
        assertThat(frames())
                .isEqualTo(LongStream.range(0, 400)
                        .mapToObj(i -> frame("m-" + i, head + 1 + i))
                        .toList());
    }

    @Test
    void writesNoMoreToASlowSocketThanItTakes() {
        for (int i = 0; i < 40; i++) {
            process.append(HistoriesUnderTest.ofLength("m-" + i, 20_000));
        }
        sockets.slow = true;

        open(new Since(Kind.AFTER, head));
        sockets.letGoOnce();
        await().until(() -> !frames().isEmpty());

        assertThat(frames()).hasSize(2);
    }

    @Test
    void saysWhatTheNextNumberIsWhereSomeWereForOthers() {
        Aim others = new Aim(Set.of("bob"), Set.of());
        append("missed", others);
        append("a");
        open(new Since(Kind.AFTER, head));
        await().until(() -> frames().size() >= 2);

        tails.take(ROOM, append("secret", others));
        tails.take(ROOM, append("b"));

        await().until(() -> frames().size() >= 4);
        assertThat(frames())
                .containsExactly(
                        "{\"hermes\":{\"at\":" + (head + 1) + "}}",
                        frame("a", head + 2),
                        "{\"hermes\":{\"at\":" + (head + 3) + "}}",
                        frame("b", head + 4));
    }

    @Test
    void saysWhatTheNextNumberIsWhereSomeWereForOtherAttributes() {
        Aim staff = new Aim(null, Set.of(), List.of(new Where("role", Set.of("staff"), false)));
        Aim guests = new Aim(null, Set.of(), List.of(new Where("role", Set.of("guest"), false)));
        append("missed", staff);
        append("a", guests);
        open(new Since(Kind.AFTER, head));
        await().until(() -> frames().size() >= 2);

        tails.take(ROOM, append("secret", staff));
        tails.take(ROOM, append("b", guests));

        await().until(() -> frames().size() >= 4);
        assertThat(frames())
                .containsExactly(
                        "{\"hermes\":{\"at\":" + (head + 1) + "}}",
                        frame("a", head + 2),
                        "{\"hermes\":{\"at\":" + (head + 3) + "}}",
                        frame("b", head + 4));
    }

    @Test
    void givesNothingMoreToAClientThatHasGone() {
        open(Since.NOW);
        tails.leave(ADA);

        tails.take(ROOM, append("a"));

        assertThat(tails.isFollowed(ROOM)).isFalse();
        assertThat(frames()).isEmpty();
    }

    @Test
    void setsASocketBackWhereItAsksForIt() {
        open(Since.NOW);
        tails.take(ROOM, append("a"));

        open(new Since(Kind.AFTER, head));

        await().until(() -> frames().size() >= 3);
        assertThat(frames()).startsWith(frame("a", head + 1)).endsWith(frame("a", head + 1));
    }
}
