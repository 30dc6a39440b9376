package dev.hermes.audience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.audience.Recipients.Gateway;
import dev.hermes.history.NoHistory;
import dev.hermes.notification.Notification;
import dev.hermes.notification.Variables;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long a notification waits for others to share its look-up of the room's holders. */
class FindNodesTest {

    private static final Recipients HERE = new Recipients(Gateway.OWN, "n-1", "http://n-1", List.of("c-1"));
    private static final Recipients ELSEWHERE = new Recipients(Gateway.NODE, "n-2", "http://n-2", List.of());

    private final CamelContext camel = new DefaultCamelContext();
    private final Waits threads = new Waits();
    private volatile Object found = List.of();
    private volatile boolean away;
    private SharedLookUps lookUps;

    @BeforeEach
    void start() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:look").process(FindNodesTest.this::look);
            }
        });
        camel.start();
        lookUps = new SharedLookUps(camel, "direct:look", "found", rooms -> Map.of(), threads);
    }

    private void look(Exchange question) {
        if (away) {
            throw new IllegalStateException("the table is away");
        }
        question.setVariable("found", found);
    }

    @AfterEach
    void stop() {
        lookUps.close();
        camel.stop();
        threads.shutdownNow();
    }

    @Test
    void waitsForNobodyWhereNobodyIsHere() {
        FindNodes step = step(false);

        assertThat(waitFor(step, "lobby", null)).isZero();
        assertThat(waitFor(step, "lobby", null)).isZero();
    }

    @Test
    void waitsForMoreWhereAllMembersWereHere() {
        FindNodes step = step(false);

        assertThat(waitFor(step, "lobby", HERE)).isEqualTo(SharedLookUps.SHORTLY);
        assertThat(waitFor(step, "lobby", HERE)).isEqualTo(SharedLookUps.UNHURRIED);
        assertThat(waitFor(step, "vault", HERE)).isEqualTo(SharedLookUps.SHORTLY);
    }

    @Test
    void hurriesAgainAsSoonAsThereAreMembersElsewhere() {
        FindNodes step = step(false);
        waitFor(step, "lobby", HERE);
        found = List.of(ELSEWHERE);

        assertThat(waitFor(step, "lobby", HERE)).isEqualTo(SharedLookUps.UNHURRIED);
        assertThat(waitFor(step, "lobby", HERE)).isEqualTo(SharedLookUps.SHORTLY);
    }

    @Test
    void hurriesAgainAfterALookUpThatFailed() {
        FindNodes step = step(false);
        waitFor(step, "lobby", HERE);
        away = true;
        waitFor(step, "lobby", HERE);

        assertThat(waitFor(step, "lobby", HERE)).isEqualTo(SharedLookUps.SHORTLY);
    }

    @Test
    void holdsUpNoneThatComesInOrder() {
        FindNodes step = step(true);
        waitFor(step, "lobby", HERE);

        assertThat(waitFor(step, "lobby", HERE)).isEqualTo(SharedLookUps.SHORTLY);
    }

    @Test
    void failsWhereTheRuleLeavesNoListAndGoesOnWithTheNext() {
        FindNodes step = step(false);
        found = "nobody";
        Exchange failed = take(step, "lobby", HERE);
        found = List.of(ELSEWHERE);
        Exchange next = take(step, "lobby", HERE);

        assertThat(failed.getException())
                .hasMessage("A look-up must leave a list in the variable found, but left String");
        assertThat(next.getException()).isNull();
        assertThat(next.getVariable(Variables.MEMBERS)).isEqualTo(List.of(ELSEWHERE));
    }

    private FindNodes step(boolean inOrder) {
        return new FindNodes(lookUps, new NoHistory().numbering(), inOrder);
    }

    /** As long as the look-up of the room was put off; without the rest after the one before. */
    private Duration waitFor(FindNodes step, String room, Recipients here) {
        pause();
        threads.last = Duration.ZERO;
        take(step, room, here);
        // Less what had passed when it was scheduled.
        return Duration.ofMillis((threads.last.toNanos() + 999_999) / 1_000_000);
    }

    private Exchange take(FindNodes step, String room, Recipients here) {
        Exchange exchange = new DefaultExchange(camel);
        Notification notification = new Notification(room, "{\"data\":1}");
        exchange.setVariable(Variables.NOTIFICATION, notification);
        exchange.setVariable(Variables.DELIVERY, new Delivery(notification));
        exchange.setVariable(Variables.RECIPIENTS, here);
        return step.processAsync(exchange).orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static void pause() {
        try {
            Thread.sleep(SharedLookUps.SHORTLY.toMillis() * 2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Waits extends ScheduledThreadPoolExecutor {

        private volatile Duration last = Duration.ZERO;

        private Waits() {
            super(2);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            last = Duration.ofNanos(unit.toNanos(delay));
            return super.schedule(task, delay, unit);
        }

        @Override
        public void execute(Runnable task) {
            super.schedule(task, 0, TimeUnit.NANOSECONDS);
        }
    }
}
