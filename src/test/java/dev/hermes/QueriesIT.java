package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hermes.dev.DevStack;
import dev.hermes.dev.Metrics;
import dev.hermes.dev.Metrics.Series;
import dev.hermes.dev.Prometheus;
import dev.hermes.dev.RuleFolder;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.Tools;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoublePredicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds every query of docs/operations.md, the dashboard and the alerts to what two nodes under use publish. */
class QueriesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Pattern SELECTOR =
            Pattern.compile("\\b((?:hermes|jvm|process|system|camel)_\\w+)(?:\\{(.*?)})?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)=\"(.*?)\"");
    private static final Pattern GROUPS = Pattern.compile("by \\((.*?)\\)");

    /** Labels that Prometheus adds. */
    private static final Set<String> OF_PROMETHEUS = Set.of("instance", "job");

    @TempDir
    private static Path folder;

    private static DevStack stack;
    private static Settings ofSecond;
    private static Prometheus prometheus;
    private static List<Series> published;

    @BeforeAll
    static void useTwoNodes() throws Exception {
        RuleFolder rules = RuleFolder.copyOf(Path.of("routes"), folder.resolve("routes"));
        stack = Stacks.start(folder, Map.of("HERMES_ROUTES_RELOAD", "true"));
        ofSecond = Stacks.beside(stack.settings())
                .with("hermes.routes.reload", "false")
                .with("hermes.gateway.drain-delay-seconds", "0")
                .with("hermes.gateway.drain-seconds", "0");
        try (Server second = Server.start(ofSecond);
                World here = new World(stack);
                World there = new World(ofSecond)) {
            assertThat(second).isNotNull();
            if (Tools.isOnPath("prometheus")) {
                prometheus = Prometheus.start(folder, stack.settings(), ofSecond);
            }
            WebSocketClient ada = here.join("ada", "measured");
            WebSocketClient bob = there.join("bob", "measured");
            here.joinSince("eve", "numbered", "now").frame();
            here.send("{\"room_id\":\"measured\",\"data\":1}");
            assertThat(ada.frame()).isEqualTo(bob.frame());
            assertThatThrownBy(() -> here.joinWith("garbage")).isInstanceOf(WebSocketClient.Refused.class);
            rules.write("broken", "- route:\n    from:\n      uri: no-such-component:x\n");

            await().atMost(PATIENCE).until(() -> new Metrics(stack.settings()).sum("hermes_rules_broken") > 0);
            await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> {
                here.send("unreadable");
                return parked(stack.settings()) + parked(ofSecond) > 0;
            });
            published = Stream.of(stack.settings(), ofSecond)
                    .flatMap(node -> new Metrics(node).series().stream())
                    .toList();
            if (prometheus != null) {
                // A series that its first push begins has no rate before the next one.
                await().atMost(PATIENCE).until(() -> {
                    here.send("{\"room_id\":\"measured\",\"data\":2}");
                    return !prometheus
                            .ask("sum(rate(hermes_lane_requests_seconds_count[1m])) > 0")
                            .isEmpty();
                });
            }
        }
    }

    private static double parked(Settings node) {
        return new Metrics(node).sum("hermes_notifications_total", "outcome=\"parked\"");
    }

    @AfterAll
    static void end() {
        if (prometheus != null) {
            prometheus.close();
        }
        stack.close();
    }

    @Test
    void nameOnlyMetersAndLabelsThatHermesPublishes() {
        List<String> queries = all();

        assertThat(queries).hasSizeGreaterThan(50).allSatisfy(query -> {
            Set<String> labels = new TreeSet<>(OF_PROMETHEUS);
            Matcher selector = SELECTOR.matcher(query);
            while (selector.find()) {
                labels.addAll(labelsOf(selector.group(1), selector.group(2)));
            }
            GROUPS.matcher(query)
                    .results()
                    .flatMap((MatchResult groups) -> Stream.of(groups.group(1).split(", ")))
                    .forEach(label -> assertThat(labels).contains(label));
        });
    }

    /** The labels of a meter, which has all that {@code matchers} ask for. */
    private static Set<String> labelsOf(String name, String matchers) {
        List<Series> series =
                published.stream().filter(one -> one.name().equals(name)).toList();
        assertThat(series).as(name).isNotEmpty();
        Matcher matcher = MATCHER.matcher(matchers == null ? "" : matchers);
        while (matcher.find()) {
            String label = matcher.group(1);
            String value = matcher.group(2);
            assertThat(series).as("%s of %s", label, name).allSatisfy(one -> assertThat(one.labels())
                    .containsKey(label));
            assertThat(published.stream().map(one -> one.labels().get(label)))
                    .as("%s of %s: no series has it, nor do the docs", label, name)
                    .matches(values -> values.contains(value) || isDocumented(label, value));
        }
        return series.get(0).labels().keySet();
    }

    private static boolean isDocumented(String label, String value) {
        try {
            return Pattern.compile("`" + label + "` \\([^)]*`" + value + "`")
                    .matcher(Files.readString(Path.of("docs/operations.md")))
                    .find();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void answerEveryQuestion() {
        assumeTrue(prometheus != null, "Skipped: prometheus is not installed");

        for (String query : Stream.concat(
                        QueriesUnderTest.ofQuestions().stream(), QueriesUnderTest.ofDashboard().stream())
                .toList()) {
            await(query).atMost(PATIENCE).until(() -> prometheus.ask(query).values().stream()
                    .anyMatch(value -> !value.isNaN()));
        }
        assertAnswer("no frames per second", "hermes_frames_total", "", value -> value > 0);
        assertAnswer("nobody was refused", "hermes_handshakes_refused_total", "unauthorized", value -> value > 0);
        assertAnswer("no dead letter", "parked", "", value -> value > 0);
        assertAnswer("no age", "_age_seconds", "", value -> value > 0);
        assertAnswer("no latency", "_bucket{dependency=\"DynamoDB\"}", "hermesRooms", value -> value > 0);
        assertAnswer("no broken rule", "hermes_rules_broken", "", value -> value > 0);
        assertAnswer("all nodes are up", "up{job=\"hermes\"}", "", value -> value == 0);
    }

    /** The first question whose query contains {@code part} has such an answer, for labels that contain {@code labels}. */
    private static void assertAnswer(String otherwise, String part, String labels, DoublePredicate expected) {
        String query = QueriesUnderTest.ofQuestions().stream()
                .filter(one -> one.contains(part))
                .findFirst()
                .orElseThrow();
        await(otherwise).atMost(PATIENCE).until(() -> prometheus.ask(query).entrySet().stream()
                .anyMatch(answer -> answer.getKey().contains(labels) && expected.test(answer.getValue())));
    }

    private static List<String> all() {
        List<String> queries = new ArrayList<>(QueriesUnderTest.ofQuestions());
        queries.addAll(QueriesUnderTest.ofDashboard());
        queries.addAll(QueriesUnderTest.ofAlerts());
        return queries;
    }
}
