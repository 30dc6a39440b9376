package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hermes.dev.DevStack;
import dev.hermes.dev.Metrics;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the table of meters in docs/operations.md to what two nodes under use publish. */
class MetersIT {

    private static final Pattern OF_TIMER = Pattern.compile("(_seconds)_(count|sum|max|bucket)$");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`hermes_.*?) \\| (.*?) ?\\| .+ \\|$");
    private static final Pattern IN_BACKTICKS = Pattern.compile("`(\\w+)`");

    private static DevStack stack;
    private static Server second;
    private static Settings ofSecond;

    @BeforeAll
    static void useTwoNodes() throws InterruptedException {
        stack = Stacks.start(Path.of(""), Map.of());
        ofSecond = Stacks.beside(stack.settings());
        second = Server.start(ofSecond);
        try (World here = new World(stack);
                World there = new World(ofSecond)) {
            WebSocketClient ada = here.join("ada", "measured");
            WebSocketClient bob = there.join("bob", "measured");
            here.send("{\"room_id\":\"measured\",\"data\":1}");
            assertThat(ada.frame()).isEqualTo(bob.frame());
            assertThatThrownBy(() -> here.joinWith("garbage")).isInstanceOf(WebSocketClient.Refused.class);
        }
    }

    @AfterAll
    static void end() {
        second.close();
        stack.close();
    }

    @Test
    void documentsEveryMeterWithItsLabels() throws Exception {
        Map<String, Set<String>> documented = documented();

        await().untilAsserted(() -> {
            Map<String, Set<String>> published = published(stack.settings());
            published.putAll(published(ofSecond));
            assertThat(published).isEqualTo(documented);
        });
    }

    /** Labels by name, with a timer as one meter. */
    private static Map<String, Set<String>> published(Settings node) {
        Map<String, Set<String>> meters = new TreeMap<>();
        new Metrics(node)
                .series().stream()
                        .filter(series -> series.name().startsWith("hermes_"))
                        .forEach(series -> meters.computeIfAbsent(
                                        OF_TIMER.matcher(series.name()).replaceFirst("$1"), name -> new TreeSet<>())
                                .addAll(series.labels().keySet()));
        return meters;
    }

    private static Map<String, Set<String>> documented() throws IOException {
        Map<String, Set<String>> meters = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(Path.of("docs/operations.md")));
        while (row.find()) {
            // The values of a label follow it in parentheses.
            Set<String> labels = all(IN_BACKTICKS, row.group(2).replaceAll("\\(.*?\\)", ""));
            all(IN_BACKTICKS, row.group(1)).forEach(name -> meters.put(name, labels));
        }
        return meters;
    }

    private static Set<String> all(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        pattern.matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .forEach(found::add);
        return found;
    }
}
