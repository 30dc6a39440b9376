package dev.hermes.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.connection.Recipients;
import dev.hermes.connection.Recipients.Gateway;
import dev.hermes.dev.RulesInPlace;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FindMembersTest {

    private final CamelContext camel = new DefaultCamelContext();
    private final List<String> askedFor = new CopyOnWriteArrayList<>();
    private final List<Integer> wentOn = new CopyOnWriteArrayList<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final AtomicInteger failures = new AtomicInteger();
    private FindMembers findMembers;

    @BeforeEach
    void start() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:room-members").process(FindMembersTest.this::look);
            }
        });
        camel.addComponent("rules", new RulesInPlace());
        camel.start();
        findMembers = new FindMembers(camel, 2);
    }

    @AfterEach
    void stop() {
        answer.countDown();
        findMembers.close();
        camel.stop();
    }

    @Test
    void setsTheMembersOfTheRoom() {
        answer.countDown();

        Exchange exchange = await(find("lobby", 1));

        assertThat(exchange.getVariable(FindMembers.MEMBERS)).isEqualTo(members("lobby", 1));
    }

    @Test
    void asksOnceForAllThatWait() throws InterruptedException {
        CompletableFuture<Exchange> first = find("lobby", 0);
        asked.await(10, TimeUnit.SECONDS);
        List<CompletableFuture<Exchange>> others =
                IntStream.rangeClosed(1, 50).mapToObj(i -> find("lobby", i)).toList();

        answer.countDown();

        await(first);
        others.forEach(FindMembersTest::await);
        assertThat(askedFor).containsExactly("lobby", "lobby");
    }

    @Test
    void answersNobodyFromAReadingThatBeganBeforeItCame() throws InterruptedException {
        find("lobby", 0);
        asked.await(10, TimeUnit.SECONDS);
        CompletableFuture<Exchange> second = find("lobby", 1);

        answer.countDown();

        assertThat(await(second).getVariable(FindMembers.MEMBERS)).isEqualTo(members("lobby", 2));
    }

    @Test
    void keepsTheOrderOfARoom() throws InterruptedException {
        find("lobby", 0);
        asked.await(10, TimeUnit.SECONDS);
        List<CompletableFuture<Exchange>> others =
                IntStream.rangeClosed(1, 50).mapToObj(i -> find("lobby", i)).toList();

        answer.countDown();

        others.forEach(FindMembersTest::await);
        assertThat(wentOn)
                .containsExactlyElementsOf(IntStream.rangeClosed(0, 50).boxed().toList());
    }

    @Test
    void holdsUpNoOtherRoom() throws InterruptedException {
        CompletableFuture<Exchange> lobby = find("lobby", 0);
        asked.await(10, TimeUnit.SECONDS);

        Exchange vault = await(find("vault", 1));

        assertThat(vault.getVariable(FindMembers.MEMBERS)).isEqualTo(members("vault", 2));
        assertThat(lobby).isNotDone();
    }

    @Test
    void failsAllThatWaitWithTheOneThatFails() throws InterruptedException {
        failures.set(1);
        CompletableFuture<Exchange> first = find("lobby", 0);
        asked.await(10, TimeUnit.SECONDS);
        CompletableFuture<Exchange> second = find("lobby", 1);

        answer.countDown();

        assertThat(await(first).getException()).hasMessage("the table is away");
        assertThat(await(second).getException()).hasMessage("the table is away");
    }

    @Test
    void asksAgainAfterAFailure() {
        failures.set(1);
        answer.countDown();
        await(find("lobby", 0));

        Exchange second = await(find("lobby", 1));

        assertThat(second.getException()).isNull();
        assertThat(second.getVariable(FindMembers.MEMBERS)).isEqualTo(members("lobby", 2));
    }

    /** Stands in for the route: the first question waits for {@link #answer}. */
    private void look(Exchange question) throws InterruptedException {
        String room = question.getMessage().getBody(String.class);
        askedFor.add(room);
        int number = askedFor.size();
        asked.countDown();
        if (number == 1) {
            answer.await(10, TimeUnit.SECONDS);
        }
        if (failures.getAndDecrement() > 0) {
            throw new IllegalStateException("the table is away");
        }
        question.setVariable(FindMembers.MEMBERS, members(room, number));
    }

    private CompletableFuture<Exchange> find(String room, int number) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.setVariable("notification", new Notification(room, "{}"));
        CompletableFuture<Exchange> done = new CompletableFuture<>();
        findMembers.process(exchange, synchronously -> {
            wentOn.add(number);
            done.complete(exchange);
        });
        return done;
    }

    private static Exchange await(CompletableFuture<Exchange> done) {
        return done.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static List<Recipients> members(String room, int reading) {
        return List.of(new Recipients(Gateway.NODE, "http://gateway", List.of(room + " in reading " + reading)));
    }
}
