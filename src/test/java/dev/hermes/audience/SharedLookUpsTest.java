package dev.hermes.audience;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.dev.Expected;
import dev.hermes.notification.Variables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedLookUpsTest {

    private final CamelContext camel = new DefaultCamelContext();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);
    private final List<String> askedFor = new CopyOnWriteArrayList<>();
    private final List<Integer> wentOn = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final AtomicInteger failures = new AtomicInteger();
    private final List<List<String>> readTogether = new CopyOnWriteArrayList<>();
    private volatile Set<String> canRead = Set.of();
    private SharedLookUps lookUps;

    private record Told(Object found, Exception failure) {}

    @BeforeEach
    void start() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:look").process(SharedLookUpsTest.this::look);
            }
        });
        camel.start();
        lookUps = new SharedLookUps(camel, "direct:look", "found", this::read, threads);
    }

    @AfterEach
    void stop() {
        answer.countDown();
        lookUps.close();
        camel.stop();
        threads.shutdownNow();
    }

    @Test
    void tellWhatTheRouteFound() {
        answer.countDown();

        assertThat(await(ask("lobby", 1))).isEqualTo(new Told("lobby in reading 1", null));
    }

    @Test
    void askOnceForAllThatWait() throws InterruptedException {
        CompletableFuture<Told> first = ask("lobby", 0);
        asked.await(10, TimeUnit.SECONDS);
        List<CompletableFuture<Told>> others =
                IntStream.rangeClosed(1, 50).mapToObj(i -> ask("lobby", i)).toList();

        answer.countDown();

        await(first);
        others.forEach(SharedLookUpsTest::await);
        assertThat(askedFor).containsExactly("lobby", "lobby");
    }

    @Test
    void gatherThoseThatMayWait() {
        answer.countDown();
        List<CompletableFuture<Told>> all = new ArrayList<>();

        for (int i = 0; i < 10; i++) {
            all.add(ask("lobby", SharedLookUps.SHORTLY, i));
        }

        all.forEach(SharedLookUpsTest::await);
        assertThat(askedFor).hasSizeLessThan(10);
    }

    @Test
    void tellTheOthersAndGoOnThoughOneWhoWaitsFails() {
        answer.countDown();
        lookUps.ask("lobby", Duration.ofMillis(100), (found, failure) -> {
            throw new Expected();
        });

        assertThat(await(ask("lobby", 1))).isEqualTo(new Told("lobby in reading 1", null));
        assertThat(await(ask("lobby", 2))).isEqualTo(new Told("lobby in reading 2", null));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void waitForNoMoreWhereManyWaitAlready(int rooms) {
        answer.countDown();

        for (int again = 0; again < 2; again++) {
            List<CompletableFuture<Told>> few = IntStream.rangeClosed(1, 24)
                    .mapToObj(i -> ask("room " + i % rooms, Duration.ofMinutes(1), i))
                    .toList();
            assertThat(few).noneMatch(CompletableFuture::isDone);

            CompletableFuture<Told> last = ask("room 0", Duration.ofMinutes(1), 25);

            few.forEach(SharedLookUpsTest::await);
            await(last);
        }
        assertThat(askedFor).hasSize(2 * rooms);
    }

    @Test
    void answerNobodyFromAReadingThatBeganBeforeTheQuestion() throws InterruptedException {
        ask("lobby", 0);
        asked.await(10, TimeUnit.SECONDS);
        CompletableFuture<Told> second = ask("lobby", 1);

        answer.countDown();

        assertThat(await(second).found()).isEqualTo("lobby in reading 2");
    }

    @Test
    void keepTheOrderOfARoom() throws InterruptedException {
        ask("lobby", 0);
        asked.await(10, TimeUnit.SECONDS);
        List<CompletableFuture<Told>> others =
                IntStream.rangeClosed(1, 50).mapToObj(i -> ask("lobby", i)).toList();

        answer.countDown();

        others.forEach(SharedLookUpsTest::await);
        assertThat(wentOn)
                .containsExactlyElementsOf(IntStream.rangeClosed(0, 50).boxed().toList());
    }

    @Test
    void holdUpNoOtherRoom() throws InterruptedException {
        CompletableFuture<Told> lobby = ask("lobby", 0);
        asked.await(10, TimeUnit.SECONDS);

        Told vault = await(ask("vault", 1));

        assertThat(vault.found()).isEqualTo("vault in reading 2");
        assertThat(lobby).isNotDone();
    }

    @Test
    void failAllThatWaitWithTheOneThatFails() throws InterruptedException {
        failures.set(1);
        CompletableFuture<Told> first = ask("lobby", 0);
        asked.await(10, TimeUnit.SECONDS);
        CompletableFuture<Told> second = ask("lobby", 1);

        answer.countDown();

        assertThat(await(first).failure()).hasMessage("the table is away");
        assertThat(await(second).failure()).hasMessage("the table is away");
        assertThat(await(first).found()).isNull();
    }

    @Test
    void askAgainAfterAFailure() {
        failures.set(1);
        answer.countDown();
        await(ask("lobby", 0));

        assertThat(await(ask("lobby", 1))).isEqualTo(new Told("lobby in reading 2", null));
    }

    @Test
    void askAgainAfterARest() {
        answer.countDown();

        for (int i = 0; i < 5; i++) {
            await(ask("lobby", i));
        }

        assertThat(askedFor).hasSize(5);
    }

    @Test
    void readTogetherTheRoomsThatAreAskedForAtTheSameTime() {
        answer.countDown();
        canRead = Set.of("lobby", "vault");

        CompletableFuture<Told> lobby = ask("lobby", SharedLookUps.SHORTLY, 0);
        CompletableFuture<Told> vault = ask("vault", SharedLookUps.SHORTLY, 1);

        assertThat(await(lobby).found()).isEqualTo("lobby as it was read");
        assertThat(await(vault).found()).isEqualTo("vault as it was read");
        assertThat(readTogether).containsExactly(List.of("lobby", "vault"));
    }

    @Test
    void askByItselfForARoomThatCouldNotBeReadWithOthers() {
        answer.countDown();
        canRead = Set.of("lobby", "vault");

        CompletableFuture<Told> lobby = ask("lobby", SharedLookUps.SHORTLY, 0);
        CompletableFuture<Told> attic = ask("attic", SharedLookUps.SHORTLY, 1);
        CompletableFuture<Told> vault = ask("vault", SharedLookUps.SHORTLY, 2);

        assertThat(await(attic).found().toString()).startsWith("attic in reading ");
        assertThat(await(lobby).found()).isEqualTo("lobby as it was read");
        assertThat(await(vault).found()).isEqualTo("vault as it was read");
    }

    @Test
    void readARoomByItselfThatIsAskedForAlone() {
        answer.countDown();
        canRead = Set.of("lobby");

        assertThat(await(ask("lobby", 0)).found()).isEqualTo("lobby in reading 1");
        assertThat(readTogether).isEmpty();
    }

    @Test
    void doNotLetAQuestionWaitThatComesToOneThatMay() {
        answer.countDown();
        CompletableFuture<Told> first = ask("lobby", Duration.ofMinutes(1), 0);

        assertThat(await(ask("lobby", 1)).found()).isEqualTo("lobby in reading 1");
        assertThat(await(first).found()).isEqualTo("lobby in reading 1");
    }

    @Test
    void readNoMoreRoomsAtATimeThanTheTableTakes() {
        answer.countDown();
        canRead = IntStream.range(0, 60).mapToObj(i -> "room-" + i).collect(toSet());

        List<CompletableFuture<Told>> all = canRead.stream()
                .map(room -> ask(room, Duration.ofMillis(50), 0))
                .toList();

        all.forEach(SharedLookUpsTest::await);
        assertThat(readTogether).isNotEmpty().allSatisfy(rooms -> assertThat(rooms)
                .hasSizeLessThanOrEqualTo(JointReading.MOST_ROOMS));
    }

    /** Stands in for the table. */
    private Map<String, MemberLookUp> read(List<String> rooms) {
        readTogether.add(rooms);
        return rooms.stream()
                .filter(canRead::contains)
                .collect(toMap(Function.identity(), room -> MemberLookUp.ofConnections(room, 0)
                        .add(List.of(), null)));
    }

    /** Stands in for the route: the first question waits for {@link #answer}. */
    private void look(Exchange question) throws InterruptedException {
        String room = question.getMessage().getBody(String.class);
        MemberLookUp read = question.getVariable(Variables.LOOK_UP, MemberLookUp.class);
        if (read != null) {
            question.setVariable("found", List.of(read.roomId() + " as it was read"));
            return;
        }
        askedFor.add(room);
        int number = askedFor.size();
        asked.countDown();
        if (number == 1) {
            answer.await(10, TimeUnit.SECONDS);
        }
        if (failures.getAndDecrement() > 0) {
            throw new IllegalStateException("the table is away");
        }
        question.setVariable("found", List.of(room + " in reading " + number));
    }

    private CompletableFuture<Told> ask(String room, int number) {
        return ask(room, SharedLookUps.AT_ONCE, number);
    }

    private CompletableFuture<Told> ask(String room, Duration mayWait, int number) {
        CompletableFuture<Told> told = new CompletableFuture<>();
        lookUps.ask(room, mayWait, (found, failure) -> {
            wentOn.add(number);
            told.complete(new Told(found == null ? null : List.copyOf(found).get(0), failure));
        });
        return told;
    }

    private static Told await(CompletableFuture<Told> told) {
        return told.orTimeout(10, TimeUnit.SECONDS).join();
    }
}
