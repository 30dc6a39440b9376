package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hermes.bench.Latencies;
import dev.hermes.bench.Report;
import dev.hermes.dev.Deliveries;
import dev.hermes.dev.FaultTime;
import dev.hermes.dev.FaultyStack;
import dev.hermes.dev.Metrics;
import dev.hermes.dev.RuleChanges;
import dev.hermes.dev.RuleChanges.Change;
import dev.hermes.dev.RuleFolder;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.rules.Finding;
import dev.hermes.rules.RuleFiles;
import dev.hermes.rules.UnreadableRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 200 changes of the rules, good and broken, under load: nothing is lost, doubled, dropped or late, the last good set runs, and
 * health, metric, log and validation say the same of what is wrong.
 */
@Tag("chaos")
class RulesChaosIT {

    private static final int CHANGES = Integer.getInteger("chaos.changes", 200);
    private static final long SEED = Long.getLong("chaos.seed", System.nanoTime());

    private static final int CLIENTS = Integer.getInteger("chaos.clients", 100);
    private static final int BATCH = 5;
    private static final int BATCH_MILLIS = 25;
    private static final int FRAME_MILLIS = 50;
    private static final int MOST_MESSAGES = 2_000_000;

    private static final Duration WARM_UP = FaultTime.ofSeconds(20);
    private static final Duration CALM = FaultTime.ofSeconds(20);
    private static final Duration SOON = Duration.ofSeconds(30);
    /** A machine that is too slow for the load has a backlog. */
    private static final Duration UNTIL_ALL_CAME = Duration.ofMinutes(5);

    private static final double LATER_BY_A_SWAP_MILLIS = 500;

    private final Report report = new Report();
    private final Deliveries deliveries = new Deliveries(MOST_MESSAGES);
    private final List<String> history = new ArrayList<>();

    @TempDir
    private Path folder;

    private RuleFolder rules;
    private FaultyStack stack;
    private Metrics metrics;
    private WebSocketClient probe;

    @Test
    void keepsTheLastGoodRulesAndDelaysNothing() throws Exception {
        System.out.println("measure=rules-chaos seed=" + SEED + " changes=" + CHANGES);
        rules = RuleFolder.copyOf(Path.of("routes"), folder.resolve("routes"));
        // A test that was held up sends what it owes at once.
        Map<String, String> noLimit = Map.of("HERMES_WEBSOCKET_MAX_MESSAGES_PER_SECOND", "0");
        try (FaultyStack own = new FaultyStack(folder, noLimit).setUp()) {
            stack = own.start().awaitReady();
            metrics = new Metrics(stack.world().settings());
            List<WebSocketClient> clients = new ArrayList<>(IntStream.range(0, CLIENTS - 1)
                    .mapToObj(n -> stack.world().join("user-" + n, "load", deliveries.client()))
                    .toList());
            WebSocketClient sender = stack.world().join("sender", "load", deliveries.client());
            clients.add(sender);
            probe = stack.world().join("probe", "probe");
            int calm;
            int begun;
            ScheduledExecutorService load = load(sender);
            try (Validation validation = new Validation(stack.world().settings())) {
                FaultTime.pass(WARM_UP);
                calm = deliveries.sent();
                FaultTime.pass(CALM);
                begun = deliveries.sent();
                change(validation);
            } finally {
                load.shutdown();
                await().atMost(SOON).until(load::isTerminated);
            }
            await().atMost(UNTIL_ALL_CAME)
                    .untilAsserted(() -> assertThat(deliveries.missing()).isZero());
            assertThat(deliveries.doubled()).isZero();
            assertThat(clients).allMatch(WebSocketClient::isOpen);
            assertThat(probe.isOpen()).isTrue();
            assertThat(stack.world().takeDeadLetters()).isEmpty();
            assertOnTime(deliveries.latencies(calm, begun), deliveries.latencies(begun, deliveries.sent()));
        }
    }

    private void assertOnTime(Latencies calm, Latencies changing) {
        double later = changing.millis(1) - calm.millis(1);
        report.line("rules-chaos")
                .with("changes", CHANGES)
                .with("clients", CLIENTS)
                .with("messages", deliveries.sent())
                .with("calm_p99_ms", calm.p99())
                .with("calm_max_ms", calm.millis(1))
                .with("changing_p99_ms", changing.p99())
                .with("changing_p999_ms", changing.millis(0.999))
                .with("changing_max_ms", changing.millis(1))
                .with("later_by_ms", later)
                .with(
                        "mean_swap_ms",
                        1000
                                * metrics.sum("hermes_rules_swap_seconds_sum")
                                / metrics.sum("hermes_rules_swap_seconds_count"))
                .print();
        assertThat(later).isLessThan(LATER_BY_A_SWAP_MILLIS);
    }

    /** 200 messages and 20 frames of a client a second. */
    private ScheduledExecutorService load(WebSocketClient sender) {
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);
        threads.scheduleAtFixedRate(
                () -> stack.world()
                        .sendBatch(IntStream.range(0, BATCH)
                                .mapToObj(any -> "{\"room_id\":\"load\",\"data\":" + deliveries.next() + "}")
                                .toList()),
                0,
                BATCH_MILLIS,
                TimeUnit.MILLISECONDS);
        threads.scheduleAtFixedRate(
                () -> sender.send("{\"action\":\"sendMessage\",\"data\":" + deliveries.next() + "}"),
                0,
                FRAME_MILLIS,
                TimeUnit.MILLISECONDS);
        return threads;
    }

    private void change(Validation validation) throws Exception {
        RuleChanges series = new RuleChanges(rules.path(), SEED);
        for (int n = 0; n < CHANGES; n++) {
            Change change = series.next();
            history.add(n + ": " + change);
            String errors = errors(validation);
            assertThat(errors.isEmpty()).as("%s: %s", change, errors).isEqualTo(change.good());
            await().alias(last()).atMost(SOON).untilAsserted(() -> {
                assertThat(generation()).isEqualTo(1 + change.version());
                assertNamed(errors);
            });
            assertRuns(change);
        }
    }

    /** Health, metric and log say what validation says. */
    private void assertNamed(String errors) throws Exception {
        String health = health();
        double broken = metrics.sum("hermes_rules_broken");
        if (errors.isEmpty()) {
            assertThat(health).isEmpty();
            assertThat(broken).isZero();
            return;
        }
        assertThat(health).endsWith("cannot run: " + errors);
        assertThat(broken).isEqualTo(files(errors));
        assertThat(stack.hermes().output()).contains(errors + "; the rules from before go on");
    }

    /** Every client gets what the last good set makes of a message, and of a refusal. */
    private void assertRuns(Change change) {
        String expected = (change.version() == 0 ? "" : "v" + change.version() + " ") + "{\"data\":0}";
        await().alias(last()).atMost(SOON).until(() -> {
            stack.world().send("{\"room_id\":\"probe\",\"data\":0}");
            return probe.frame().equals(expected);
        });
        assertThat(refusal()).as(last()).isEqualTo(change.refusal());
    }

    private int refusal() {
        try (WebSocketClient none = WebSocketClient.open(stack.world().withToken("none"))) {
            throw new AssertionError("A client without a token was let in: " + none);
        } catch (WebSocketClient.Refused refused) {
            return refused.status();
        }
    }

    /** What validation finds, worded with the folder as Hermes sees it. */
    private String errors(Validation validation) {
        List<Finding> findings;
        try {
            findings = validation.check(RuleFiles.read(rules.path()));
        } catch (UnreadableRules e) {
            findings = List.of(e.finding());
        }
        return findings.stream()
                .filter(Finding::isError)
                .map(Finding::toString)
                .collect(Collectors.joining("; "))
                .replace(rules.path().toString(), "routes");
    }

    private static long files(String errors) {
        return Math.max(
                1,
                List.of(errors.split("; ")).stream()
                        .filter(error -> error.startsWith("routes"))
                        .map(error -> error.replaceFirst(":.*", ""))
                        .distinct()
                        .count());
    }

    /** What the check of the rules says; Camel escapes it once more than JSON does. */
    private String health() throws Exception {
        for (JsonNode check :
                new ObjectMapper().readTree(stack.get("/observe/health").body()).path("checks")) {
            if (check.path("name").asText().equals("rules")) {
                return check.path("message").asText().replaceAll("\\\\(.)", "$1");
            }
        }
        throw new AssertionError("Health does not name the rules");
    }

    private double generation() {
        return metrics.sum("hermes_rules_generation");
    }

    private String last() {
        return "seed " + SEED + ", " + history.subList(Math.max(0, history.size() - 5), history.size());
    }
}
