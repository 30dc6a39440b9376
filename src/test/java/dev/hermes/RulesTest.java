package dev.hermes;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hermes.dev.RuleFolder;
import dev.hermes.rules.BrokenRules;
import dev.hermes.rules.RuleFiles;
import dev.hermes.rules.Rules;
import dev.hermes.rules.RulesComponent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From one set of rules to the next, with what is under way meanwhile. */
class RulesTest {

    /** Tells the test what came. */
    private static final String TELLS = """
            - route:
                id: notification
                from:
                  uri: direct
                  parameters:
                    name: notification
                  steps:
                    - setBody:
                        expression:
                          simple:
                            expression: "%s ${body}"
                    - process:
                        ref: seen
            """;

    private static final String RETRY = """
            - routeConfiguration:
                id: retry
                onException:
                  - onException:
                      exception:
                        - java.lang.IllegalStateException
                      redeliveryPolicy:
                        maximumRedeliveries: -1
                        redeliveryDelay: "50"
                        asyncDelayedRedelivery: true
            """;

    private static final String TICKS = """
            - route:
                id: ticks
                from:
                  uri: timer
                  parameters:
                    timerName: ticks
                    period: 20
                  steps:
                    - setBody:
                        expression:
                          constant:
                            expression: "%s"
                    - process:
                        ref: ticked
            """;

    private static final String QUEUES = """
            - route:
                id: notification
                from:
                  uri: direct
                  parameters:
                    name: notification
                  steps:
                    - to:
                        uri: seda
                        parameters:
                          name: later
                          waitForTaskToComplete: Never
            """
            + TELLS.replace("id: notification", "id: later")
                    .replace("uri: direct", "uri: seda")
                    .replace("name: notification", "name: later");

    private static final String LISTENS = """
            - route:
                id: listens
                from:
                  uri: refuses
                  parameters:
                    name: to-start
                  steps:
                    - process:
                        ref: seen
            """;

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final DefaultCamelContext edge = new DefaultCamelContext();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<String> ticks = new CopyOnWriteArrayList<>();
    private final AtomicBoolean failing = new AtomicBoolean();
    private final AtomicInteger attempts = new AtomicInteger();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private RuleFolder files;
    private Validation validation;
    private Rules rules;
    private ProducerTemplate template;

    @BeforeEach
    void begin() throws Exception {
        files = RuleFolder.copyOf(Path.of("routes"), folder.resolve("routes"));
        files.write("notifications", TELLS.formatted("one"));
        validation = new Validation(Settings.load(Path.of(""), Map.of()));
        bind("seen", exchange -> {
            if (exchange.getMessage().getBody(String.class).endsWith("held")) {
                entered.countDown();
                release.await();
            }
            attempts.incrementAndGet();
            if (failing.get() || exchange.getMessage().getBody(String.class).endsWith("fail")) {
                throw new IllegalStateException("as the test wants it");
            }
            seen.add(exchange.getMessage().getBody(String.class));
        });
        bind("ticked", exchange -> ticks.add(exchange.getMessage().getBody(String.class)));
        rules = new Rules(validation.builder(), meters, Clock.systemUTC());
        rules.begin(read());
        edge.addComponent("rules", new RulesComponent(rules));
        edge.start();
        template = edge.createProducerTemplate();
    }

    @AfterEach
    void end() {
        release.countDown();
        edge.stop();
        validation.close();
    }

    @Test
    void handsOverToTheNewestSet() throws Exception {
        tell("a");
        take("notifications", TELLS.formatted("two"));
        tell("b");

        assertThat(seen).containsExactly("one a", "two b");
        assertThat(rules.generation()).isEqualTo(2);
    }

    @Test
    void endsWhatIsUnderWayByTheRulesItBeganWith() throws Exception {
        CompletableFuture<Exchange> held = tellLater("held");
        entered.await();

        take("notifications", TELLS.formatted("two"));
        tell("b");
        assertThat(held).isNotDone();
        assertThat(gauge("hermes.rules.sets")).isEqualTo(2);
        release.countDown();

        assertThat(held.get(SOON.toSeconds(), SECONDS).getException()).isNull();
        assertThat(seen).containsExactly("two b", "one held");
        await().atMost(SOON).until(() -> gauge("hermes.rules.sets") == 1);
    }

    @Test
    void endsWhatWaitsInAQueueOfTheOldSet() throws Exception {
        take("notifications", QUEUES.formatted("one"));
        tell("held");
        entered.await();
        tell("a");
        tell("b");

        take("notifications", QUEUES.formatted("two"));
        tell("c");
        release.countDown();

        await().atMost(SOON).until(() -> gauge("hermes.rules.sets") == 1);
        await().atMost(SOON).until(() -> seen.size() == 4);
        assertThat(seen).containsExactlyInAnyOrder("one held", "one a", "one b", "two c");
    }

    @Test
    void retriesByTheRulesItBeganWith() throws Exception {
        take(
                "notifications",
                TELLS.formatted("two").replace("    from:", "    routeConfigurationId: retry\n    from:") + RETRY);
        failing.set(true);
        CompletableFuture<Exchange> retried = tellLater("a");
        await().atMost(SOON).until(() -> attempts.get() > 1);

        take("notifications", TELLS.formatted("three"));
        failing.set(false);

        assertThat(retried.get(SOON.toSeconds(), SECONDS).getException()).isNull();
        assertThat(seen).containsExactly("two a");
    }

    @Test
    void goesOnWithTheOldSetWhereTheNewOneIsBroken() throws Exception {
        take("notifications", TELLS.formatted("two").replace("ref: seen", "ref: sean"));
        tell("a");

        assertThat(seen).containsExactly("one a");
        assertThat(rules.generation()).isEqualTo(1);
        assertThat(rules.broken()).singleElement().satisfies(finding -> {
            assertThat(finding.file()).endsWith("notifications.camel.yaml");
            assertThat(finding.advice()).isEqualTo("did you mean seen?");
        });
        assertThat(gauge("hermes.rules.broken")).isEqualTo(1);
        assertThat(gauge("hermes.rules.refused.time")).isPositive();
    }

    @Test
    void refusesToBeginWithBrokenRules() throws Exception {
        Rules others = new Rules(validation.builder(), new SimpleMeterRegistry(), Clock.systemUTC());
        files.delete("notifications");
        RuleFiles lacking = read();

        assertThatThrownBy(() -> others.begin(lacking))
                .isInstanceOf(BrokenRules.class)
                .hasMessageContaining("needs routes that consume direct notification");
    }

    @Test
    void handsAFailureBack() {
        Exchange done = template.send(
                "rules:notification", exchange -> exchange.getMessage().setBody("fail"));

        assertThat(done.getException()).hasMessage("as the test wants it");
    }

    @Test
    void goesOnWhateverARuleDoesToANotification() throws Exception {
        take(
                "notifications",
                TELLS.formatted("two")
                        .replace(
                                "- process:\n            ref: seen",
                                "- removeHeaders:\n            pattern: '*'\n        - stop: {}"));

        Exchange done = template.send("rules:notification", exchange -> {
            exchange.getMessage().setBody("a");
            exchange.getMessage().setHeader("CamelAwsSqsReceiptHandle", "receipt");
        });

        assertThat(done.isFailed()).isFalse();
        assertThat(done.isRouteStop()).isFalse();
        assertThat(done.getMessage().getHeaders()).containsEntry("CamelAwsSqsReceiptHandle", "receipt");
        assertThat(done.getMessage().getBody()).isEqualTo("a");
    }

    @Test
    void bringsAnAnswerBackWhereOneIsAsked() throws Exception {
        files.edit(
                "connections",
                text -> text.replaceFirst(
                        "(?s)    routeConfigurationId: access-denied(.*?)- process:.*?- route:",
                        "$1- setVariable:\n            name: connection\n            expression:\n              simple:\n                expression: \"new \\${body}\"\n        - removeVariable:\n            name: endpoint\n- route:"));
        rules.take(read());
        assertThat(rules.broken().stream().filter(finding -> finding.line() > 0))
                .isEmpty();

        Exchange done = template.send("rules:authenticate", exchange -> {
            exchange.getMessage().setBody("a");
            exchange.setVariable("endpoint", "there");
        });

        assertThat(done.getVariable("connection")).isEqualTo("new a");
        assertThat(done.getVariables()).doesNotContainKey("endpoint");
    }

    @Test
    void runsATimerOfTheNewestSetAlone() throws Exception {
        take("ticks", TICKS.formatted("first"));
        await().atMost(SOON).until(() -> ticks.contains("first"));

        take("ticks", TICKS.formatted("second"));
        await().atMost(SOON).until(() -> ticks.contains("second"));
        await().atMost(SOON).until(() -> gauge("hermes.rules.sets") == 1);

        ticks.clear();
        await().atMost(SOON).until(() -> ticks.size() > 3);
        assertThat(ticks).containsOnly("second");
    }

    @Test
    void letsTheOldTimerGoOnWhereTheNewSetCannotOpen() throws Exception {
        take("ticks", TICKS.formatted("first"));
        await().atMost(SOON).until(() -> ticks.contains("first"));
        validation.beans().bind("refuses", Component.class, new Refusing());
        files.write("listens", LISTENS);

        take("ticks", TICKS.formatted("second"));

        assertThat(rules.broken()).singleElement().satisfies(finding -> {
            assertThat(finding.file()).endsWith("listens.camel.yaml");
            assertThat(finding.step()).isEqualTo("listens");
        });
        ticks.clear();
        await().atMost(SOON).until(() -> ticks.size() > 3);
        assertThat(ticks).containsOnly("first");
    }

    @Test
    void leavesNothingBehindAfterFiftySwaps() throws Exception {
        take("notifications", TELLS.formatted("warm"));
        await().atMost(SOON).until(() -> gauge("hermes.rules.sets") == 1);
        await().atMost(SOON).until(() -> threads().stream().noneMatch(name -> name.startsWith("Camel (hermes)")));
        int metersBefore = meters.getMeters().size();

        for (int n = 1; n <= 50; n++) {
            String text = TELLS.formatted("n" + n);
            take("notifications", n % 5 == 0 ? text.replace("ref: seen", "ref: sean") : text);
            tell("x");
        }

        assertThat(rules.generation()).isEqualTo(42);
        await().atMost(SOON).until(() -> gauge("hermes.rules.sets") == 1);
        await().atMost(SOON).untilAsserted(() -> assertThat(threads())
                .filteredOn(name -> name.startsWith("Camel (hermes)") || name.contains("after-push"))
                .isEmpty());
        assertThat(meters.getMeters()).hasSize(metersBefore);
        assertThat(seen).hasSize(50);
    }

    private void tell(String text) throws Exception {
        assertThat(tellLater(text).get(SOON.toSeconds(), SECONDS).getException())
                .isNull();
    }

    private CompletableFuture<Exchange> tellLater(String text) {
        return template.asyncSend(
                "rules:notification", exchange -> exchange.getMessage().setBody(text));
    }

    private void take(String file, String text) throws IOException {
        files.write(file, text);
        rules.take(read());
    }

    private RuleFiles read() throws IOException {
        return RuleFiles.read(files.path());
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).collect(Collectors.toSet());
    }

    private void bind(String name, Processor step) {
        validation.beans().bind(name, Processor.class, step);
    }

    /** Its consumers cannot start, as where a port is taken. */
    private static final class Refusing extends DefaultComponent {

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            parameters.clear();
            return new DefaultEndpoint(uri, this) {
                @Override
                public Producer createProducer() {
                    throw new UnsupportedOperationException();
                }

                @Override
                public Consumer createConsumer(Processor processor) {
                    return new DefaultConsumer(this, processor) {
                        @Override
                        protected void doStart() {
                            throw new IllegalStateException("the port is taken");
                        }
                    };
                }
            };
        }
    }
}
