package dev.hermes.history;

import static dev.hermes.history.HistoriesUnderTest.ROOM;
import static dev.hermes.history.HistoriesUnderTest.WINDOW;
import static dev.hermes.history.HistoriesUnderTest.get;
import static dev.hermes.history.HistoriesUnderTest.ofLength;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.history.HistoriesUnderTest.Process;
import dev.hermes.history.Since.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResumeTest {

    private HistoriesUnderTest world;
    private Process one;
    private Process two;
    private long head;

    @BeforeEach
    void start() throws Exception {
        world = new HistoriesUnderTest();
        one = world.process();
        two = world.process();
        get(one.history().count(ROOM, WINDOW));
        head = get(one.history().head(ROOM));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private static Since after(long number) {
        return new Since(Kind.AFTER, number);
    }

    @Test
    void greetsWithTheHeadBeforeAFirstMessage() {
        assertThat(two.open(Since.NOW)).isEqualTo(new Opening(head, true, 0, null, head));
    }

    @Test
    void givesAllThatWasMissedInOrder() {
        appendMany(200, 10);

        Opening opening = two.open(after(head + 50));

        assertThat(opening).isEqualTo(new Opening(head + 200, true, 150, null, head + 50));
        assertThat(two.readAll(opening.asked() + 1))
                .extracting(found -> found.message().id())
                .hasSize(150)
                .startsWith("m-50")
                .endsWith("m-199");
    }

    @Test
    void readsSeveralMegabytesPageByPage() {
        appendMany(30, 100_000);

        List<Numbered> read = two.readAll(head + 1);

        assertThat(read)
                .extracting(Numbered::number)
                .hasSize(30)
                .doesNotHaveDuplicates()
                .isSorted();
    }

    @Test
    void givesTheLastOfTheRoom() {
        appendMany(20, 10);

        Opening opening = two.open(new Since(Kind.LAST, 5));

        assertThat(opening).isEqualTo(new Opening(head + 20, true, 5, null, head + 15));
    }

    @Test
    void givesAtMost200AtAnApiGateway() {
        appendMany(250, 10);

        assertThat(atApiGateway(after(head + 50))).isEqualTo(new Opening(head + 250, true, 200, null, head + 50));
        assertThat(atApiGateway(after(head + 49))).isEqualTo(new Opening(head + 250, false, 0, head + 51, head + 50));
        assertThat(atApiGateway(new Since(Kind.LAST, 200)))
                .isEqualTo(new Opening(head + 250, true, 200, null, head + 50));
        assertThat(atApiGateway(new Since(Kind.LAST, 201)))
                .isEqualTo(new Opening(head + 250, false, 0, head + 51, head + 50));
    }

    @Test
    void givesAllOfALongerListThatIsShortEnoughAtAnApiGateway() {
        appendMany(3, 10);

        assertThat(atApiGateway(new Since(Kind.LAST, 1000))).isEqualTo(new Opening(head + 3, true, 3, null, head));
    }

    @Test
    void readsUpToANumberAndNoFurther() {
        appendMany(150, 10);

        Part part = get(two.history().readUpTo(ROOM, head + 41, head + 140));

        assertThat(part.messages()).hasSize(100);
        assertThat(part.messages().get(0).number()).isEqualTo(head + 41);
        assertThat(part.messages().get(99).number()).isEqualTo(head + 140);
        assertThat(part.more()).isFalse();
        assertThat(get(two.history().readUpTo(ROOM, head + 141, head + 140)).messages())
                .isEmpty();
    }

    @Test
    void countsARoomForLongerWhereSomebodyWantsThat() {
        Duration life = Duration.ofMinutes(130);
        appendMany(1, 10);

        long until = get(two.history().count(ROOM, WINDOW.plus(life)));

        assertThat(until)
                .isGreaterThanOrEqualTo(world.clock.millis() + WINDOW.plus(life).toMillis());
        assertThat(get(one.history().head(ROOM))).isEqualTo(head + 1);
    }

    private Opening atApiGateway(Since since) {
        return get(two.history().openAtApiGateway(ROOM, since, get(two.history().head(ROOM))));
    }

    @Test
    void givesFewerWhereTheRoomHasFewer() {
        appendMany(3, 10);

        assertThat(two.open(new Since(Kind.LAST, 5)).asked()).isEqualTo(head);
    }

    @Test
    void sendsTheNewestThousandWhereTheNumberIsUnknown() {
        appendMany(1100, 10);

        assertThat(two.open(after(5))).isEqualTo(new Opening(head + 1100, false, 0, head + 101, head + 100));
        assertThat(two.open(after(head + 1101)).resumed()).isFalse();
    }

    @Test
    void reloadsOnceTheWindowIsOver() {
        appendMany(2, 10);
        world.clock.add(WINDOW.plusMinutes(1));
        Process later = world.process();

        assertThat(later.open(after(head))).isEqualTo(new Opening(head + 2, false, 0, null, head + 2));
        assertThat(later.open(after(head + 2)).resumed()).isTrue();
    }

    @Test
    void reloadsWhereACountBeganAnew() {
        appendMany(2, 10);
        world.clock.add(WINDOW.multipliedBy(3));
        get(two.history().count(ROOM, WINDOW));

        Opening opening = two.open(after(head + 2));

        assertThat(opening.resumed()).isFalse();
        assertThat(opening.head()).isGreaterThan(head + 2);
    }

    @Test
    void keepsTheNumberOfATooLongMessageAndResumesNobodyOverIt() {
        one.append(ofLength("long", Message.MOST_BYTES + 1));
        one.append(ofLength("longest", Message.MOST_BYTES));

        assertThat(two.readAll(head + 1))
                .extracting(found -> found.message().isKept())
                .containsExactly(false, true);
        assertThat(two.open(after(head))).isEqualTo(new Opening(head + 2, false, 0, head + 2, head + 1));
        assertThat(two.open(after(head + 1)).resumed()).isTrue();
    }

    @Test
    void reloadsWhereMoreThanSixteenMegabytesWereMissed() {
        appendMany(60, 300_000);

        assertThat(two.open(after(head)).resumed()).isFalse();
        assertThat(two.open(after(head + 10)).resumed()).isTrue();
    }

    @Test
    void readsOnceForManyClientsOfARoom() {
        appendMany(100, 10);
        get(two.history().head(ROOM));
        int queries = two.table().queries();

        List<CompletableFuture<Part>> parts = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            parts.add(two.history().read(ROOM, head + 1));
        }
        parts.forEach(HistoriesUnderTest::get);

        assertThat(two.table().queries() - queries).isLessThanOrEqualTo(20);
    }

    @Test
    void findsOutOnceForManyClientsThatShowTheSameNumber() {
        appendMany(1100, 10);
        get(two.history().head(ROOM));

        for (Since since : List.of(after(head + 500), after(5), new Since(Kind.LAST, 100))) {
            int queries = two.table().queries();
            List<CompletableFuture<Opening>> openings = new ArrayList<>();
            for (int i = 0; i < 5000; i++) {
                openings.add(two.history().open(ROOM, since, head + 1100));
            }

            assertThat(openings).extracting(HistoriesUnderTest::get).allMatch(found -> found.head() == head + 1100);
            assertThat(two.table().queries() - queries).as("%s", since).isLessThanOrEqualTo(20);
        }
    }

    @Test
    void resumesFromANumberThatAnotherProcessGaveAMomentAgo() {
        appendMany(1, 10);
        get(two.history().open(ROOM, Since.NOW, 0));
        appendMany(6, 10);

        Opening opening = get(two.history().open(ROOM, after(head + 6), head + 1));

        assertThat(opening).isEqualTo(new Opening(head + 6, true, 0, null, head + 6));
    }

    @Test
    void costsTheSameWhateverOtherRoomsHold() {
        appendMany(10, 10);
        int queries = two.table().queries();
        two.open(after(head));
        int alone = two.table().queries() - queries;
        for (int i = 0; i < 200; i++) {
            get(one.history().count("other-" + i, WINDOW));
            get(one.history().append("other-" + i, ofLength("x-" + i, 100)));
        }
        world.clock.add(Duration.ofSeconds(5));
        Process later = world.process();

        later.open(after(head));

        assertThat(later.table().queries()).isEqualTo(alone);
    }

    private void appendMany(int count, int length) {
        List<CompletableFuture<Long>> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(one.history().append(ROOM, ofLength("m-" + i, length)));
        }
        numbers.forEach(HistoriesUnderTest::get);
    }
}
