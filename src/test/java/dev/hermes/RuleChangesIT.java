package dev.hermes;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.dev.DevStack;
import dev.hermes.dev.RuleChanges;
import dev.hermes.dev.RuleChanges.Change;
import dev.hermes.dev.RuleFolder;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import dev.hermes.rules.Finding;
import dev.hermes.rules.RuleFiles;
import dev.hermes.rules.UnreadableRules;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any series of changes of the rules, good and broken, under load: nothing is lost, doubled or dropped. */
class RuleChangesIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Pattern FRAME = Pattern.compile("(?:v\\d+ )?\\{(?:\"user_id\":\"[^\"]*\",)?\"data\":(\\d+)}");

    @TempDir
    private Path folder;

    private DevStack stack;
    private World world;
    private RuleFolder rules;

    @BeforeEach
    void start() throws Exception {
        rules = RuleFolder.copyOf(Path.of("routes"), folder.resolve("routes"));
        stack = Stacks.start(folder, Map.of("HERMES_ROUTES_RELOAD", "true"));
        world = new World(stack);
    }

    @AfterEach
    void stop() {
        world.close();
        stack.close();
    }

    @Test
    void losesNothingByTwentyChanges() throws Exception {
        survive(20, 20, 10, 20261125);
    }

    @Test
    void takesUpAnEditOfTheFirstSecond() throws Exception {
        WebSocketClient client = world.join("ada", "first");
        rules.edit(
                "push",
                text -> text.replace("${variable.notification.frame}", "edited ${variable.notification.frame}"));

        await().atMost(SOON).until(() -> {
            world.send("{\"room_id\":\"first\",\"data\":1}");
            return client.frame().startsWith("edited");
        });
    }

    @Test
    void endsADelayedMessageByTheRulesItBeganWith() throws Exception {
        WebSocketClient client = world.join("ada", "delayed");
        rules.edit(
                "notifications",
                text -> text.replace(
                        "        - to:\n",
                        "        - delay:\n            id: wait\n"
                                + "            asyncDelayed: true\n            expression:\n              constant:\n                expression: \"8000\"\n        - to:\n"));
        rules.edit(
                "push", text -> text.replace("${variable.notification.frame}", "old ${variable.notification.frame}"));
        awaitGeneration(2);
        world.send("{\"room_id\":\"delayed\",\"data\":\"slow\"}");
        await().atMost(SOON).until(() -> world.inFlight() > 0);

        rules.edit("notifications", text -> text.replace("\"8000\"", "\"1\""));
        rules.edit("push", text -> text.replace("old ${", "new ${"));
        awaitGeneration(3);
        world.send("{\"room_id\":\"delayed\",\"data\":\"quick\"}");

        assertThat(client.frame()).isEqualTo("new {\"data\":\"quick\"}");
        assertThat(client.frame()).isEqualTo("old {\"data\":\"slow\"}");
    }

    /** @param everyMillis between two messages, and two frames of a client */
    private void survive(int changes, int everyMillis, int clientCount, long seed) throws Exception {
        List<WebSocketClient> clients = IntStream.range(0, clientCount)
                .mapToObj(n -> world.join("user-" + n, "load"))
                .toList();
        WebSocketClient sender = world.join("sender", "load");
        WebSocketClient probe = world.join("probe", "probe");
        AtomicInteger sent = new AtomicInteger();
        ScheduledExecutorService load = Executors.newScheduledThreadPool(2);
        try (Validation validation = new Validation(stack.settings())) {
            load.scheduleAtFixedRate(
                    () -> world.send("{\"room_id\":\"load\",\"data\":" + sent.incrementAndGet() + "}"),
                    0,
                    everyMillis,
                    TimeUnit.MILLISECONDS);
            load.scheduleAtFixedRate(
                    () -> sender.send("{\"action\":\"sendMessage\",\"data\":" + sent.incrementAndGet() + "}"),
                    0,
                    50,
                    TimeUnit.MILLISECONDS);
            RuleChanges series = new RuleChanges(rules.path(), seed);
            List<String> history = new ArrayList<>();
            for (int n = 0; n < changes; n++) {
                Change change = series.next();
                history.add(change.toString());
                if (change.good()) {
                    awaitVersion(probe, change.version(), history);
                    await().alias(history.toString()).atMost(SOON).until(() -> metric("hermes_rules_broken") == 0);
                } else {
                    await().alias(history.toString())
                            .atMost(SOON)
                            .untilAsserted(() -> assertAgreeThatItIsBroken(validation));
                    awaitVersion(probe, change.version(), history);
                }
            }
        } finally {
            load.shutdown();
            load.awaitTermination(10, TimeUnit.SECONDS);
        }
        Set<Integer> all = IntStream.rangeClosed(1, sent.get()).boxed().collect(toSet());
        List<WebSocketClient> everybody = new ArrayList<>(clients);
        everybody.add(sender);
        for (WebSocketClient client : everybody) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(counts(client).keySet()).isEqualTo(all));
            assertThat(counts(client).values()).containsOnly(1);
            assertThat(client.isOpen()).isTrue();
        }
        assertThat(probe.isOpen()).isTrue();
    }

    /** Health, metric and validation name the same files. */
    private void assertAgreeThatItIsBroken(Validation validation) throws Exception {
        List<Finding> errors = errors(validation);
        long files = errors.stream()
                .map(Finding::file)
                .filter(file -> !file.isEmpty())
                .distinct()
                .count();
        assertThat(errors).isNotEmpty();
        assertThat(observe("health"))
                .contains("cannot run")
                .contains(errors.get(0).reason().substring(0, 12));
        assertThat(metric("hermes_rules_broken")).isEqualTo(Math.max(1, files));
    }

    private List<Finding> errors(Validation validation) {
        try {
            return validation.check(RuleFiles.read(rules.path())).stream()
                    .filter(Finding::isError)
                    .toList();
        } catch (UnreadableRules e) {
            return List.of(e.finding());
        }
    }

    private void awaitVersion(WebSocketClient probe, int version, List<String> history) {
        String expected = version == 0 ? "{\"data\":0}" : "v" + version + " {\"data\":0}";
        await().alias(history.toString()).atMost(SOON).until(() -> {
            world.send("{\"room_id\":\"probe\",\"data\":0}");
            return probe.frame().equals(expected);
        });
    }

    private void awaitGeneration(int generation) {
        await().atMost(SOON).until(() -> metric("hermes_rules_generation") == generation);
    }

    private static Map<Integer, Integer> counts(WebSocketClient client) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (String frame : client.frames()) {
            var found = FRAME.matcher(frame);
            assertThat(found.matches()).as(frame).isTrue();
            counts.merge(Integer.valueOf(found.group(1)), 1, Integer::sum);
        }
        return counts;
    }

    private double metric(String name) throws Exception {
        return observe("metrics")
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(-1);
    }

    private String observe(String what) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + world.settings().get("hermes.management.port") + "/observe/" + what);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }
}
