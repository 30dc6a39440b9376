package dev.hermes.history;

import static dev.hermes.history.HistoriesUnderTest.ROOM;
import static dev.hermes.history.HistoriesUnderTest.WINDOW;
import static dev.hermes.history.HistoriesUnderTest.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.history.HistoriesUnderTest.Process;
import dev.hermes.notification.Aim;
import dev.hermes.notification.Where;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AppendsTest {

    private HistoriesUnderTest world;
    private Process one;
    private Process two;

    @BeforeEach
    void start() throws Exception {
        world = new HistoriesUnderTest();
        one = world.process();
        two = world.process();
        get(one.history().count(ROOM, WINDOW));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void givesEachMessageOneMoreThanTheLast() {
        long head = get(one.history().head(ROOM));

        List<Long> numbers =
                List.of(one.append(world.message("a")), two.append(world.message("b")), one.append(world.message("c")));

        assertThat(numbers).containsExactly(head + 1, head + 2, head + 3);
    }

    @Test
    void givesOneOrderWithoutAHoleWhereTwoProcessesAppendAtTheSameTime() {
        long head = get(one.history().head(ROOM));
        List<CompletableFuture<Long>> all = new ArrayList<>();

        for (int i = 0; i < 300; i++) {
            all.add(one.history().append(ROOM, world.message("one-" + i)));
            all.add(two.history().append(ROOM, world.message("two-" + i)));
        }
        List<Long> numbers = all.stream().map(HistoriesUnderTest::get).sorted().toList();

        assertThat(numbers)
                .isEqualTo(LongStream.rangeClosed(head + 1, head + 600).boxed().toList());
        assertThat(one.readAll(head + 1)).extracting(Numbered::number).isEqualTo(numbers);
        assertThat(one.table().puts()).isLessThan(100);
    }

    @Test
    void keepsTheNumberOfAMessageThatTheQueueHandsOutAgain() {
        Process late = world.process(Clock.offset(world.clock, Duration.ofSeconds(-60)));
        Message first = world.message("a");
        long number = one.append(first);
        world.clock.add(Duration.ofSeconds(5));
        one.append(world.message("b"));

        assertThat(one.append(first)).isEqualTo(number);
        assertThat(two.append(first)).isEqualTo(number);
        assertThat(late.append(first)).isEqualTo(number);
    }

    @Test
    void givesCopiesThatComeAtTheSameTimeOneNumber() {
        long head = get(one.history().head(ROOM));
        List<CompletableFuture<Long>> copies = new ArrayList<>();

        for (int i = 0; i < 50; i++) {
            copies.add(one.history().append(ROOM, world.message("m-" + i)));
            copies.add(two.history().append(ROOM, world.message("m-" + i)));
            copies.add(one.history().append(ROOM, world.message("m-" + i)));
        }
        List<Long> numbers = copies.stream().map(HistoriesUnderTest::get).toList();

        assertThat(numbers.stream().distinct().sorted().toList())
                .isEqualTo(LongStream.rangeClosed(head + 1, head + 50).boxed().toList());
        for (int i = 0; i < numbers.size(); i += 3) {
            assertThat(numbers.subList(i, i + 3)).containsOnly(numbers.get(i));
        }
    }

    @Test
    void knowsItsOwnPutThatLandedAfterItsTimeOut() {
        long head = get(one.history().head(ROOM));
        one.table().loseAnswers(2);

        long number = one.append(world.message("a"));

        assertThat(number).isEqualTo(head + 1);
        assertThat(one.readAll(head + 1))
                .extracting(found -> found.message().id())
                .containsExactly("a");
    }

    @Test
    void triesAPutAgainThatNeverArrived() {
        long head = get(one.history().head(ROOM));
        one.table().losePuts(2);

        assertThat(one.append(world.message("a"))).isEqualTo(head + 1);
    }

    @Test
    void findsTheMessageOfAProcessThatDiedBeforeItHeardOfItsPut() {
        long head = get(one.history().head(ROOM));
        Message message = world.message("a");
        one.table().loseAnswers(Integer.MAX_VALUE);
        one.history().append(ROOM, message);
        org.awaitility.Awaitility.await().until(() -> get(two.history().head(ROOM)) == head + 1);

        world.clock.add(Duration.ofSeconds(30));
        long number = two.append(message);

        assertThat(number).isEqualTo(head + 1);
    }

    @Test
    void keepsAimAndTextToTheByte() {
        Message message = new Message(
                "a",
                world.clock.millis(),
                "{\"user_id\":1e2,\"data\":\"\\u00e9 é\"}",
                new Aim(
                        Set.of("ada"),
                        Set.of("bob"),
                        List.of(
                                new Where("device", Set.of("tv", ""), true),
                                new Where("role", Set.of("staff", "admin"), false))));
        long number = one.append(message);

        Message found = two.readAll(number).get(0).message();

        assertThat(found.frame()).isEqualTo(message.frame());
        assertThat(found.aim()).isEqualTo(message.aim());
    }

    @Test
    void startsOneCountAboveEveryNumberWhereTwoProcessesWakeARoomAtOnce() {
        long before = one.append(world.message("old"));
        one.append(world.message("newest"));
        world.delete(world.table().newest(ROOM).orElseThrow());
        world.clock.add(WINDOW.multipliedBy(3));
        Process late = world.process(Clock.offset(world.clock, Duration.ofSeconds(-60)));

        CompletableFuture.allOf(
                        two.history().count(ROOM, WINDOW), late.history().count(ROOM, WINDOW))
                .join();
        long fromTwo = two.append(world.message("a"));
        long fromLate = late.append(world.message("b"));

        assertThat(fromTwo).isGreaterThan(before + 1);
        assertThat(fromLate).isEqualTo(fromTwo + 1);
    }

    @Test
    void keepsTheNewestRowOfAQuietRoomAsLongAsItIsCounted() {
        long number = one.append(world.message("a"));
        world.clock.add(WINDOW.plusMinutes(1));

        get(two.history().count(ROOM, WINDOW));

        Row newest = world.table().newest(ROOM).orElseThrow();
        assertThat(newest.at()).isEqualTo(world.clock.millis());
        assertThat(two.append(world.message("b"))).isEqualTo(number + 2);
        assertThat(two.open(new Since(Since.Kind.AFTER, number)).resumed()).isTrue();
    }

    @Test
    void writesOneRowAndReadsNothingForAMessageInARoomThatItKnows() {
        one.append(world.message("a"));
        world.clock.add(Duration.ofSeconds(1));
        int puts = one.table().puts();
        int queries = one.table().queries();

        one.append(world.message("b"));

        assertThat(one.table().puts() - puts).isEqualTo(1);
        assertThat(one.table().queries() - queries).isZero();
    }
}
