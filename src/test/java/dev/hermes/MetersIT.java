package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hermes.dev.DevStack;
import dev.hermes.dev.FreePort;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
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

    /** What only a loss that takes half a minute would publish. */
    private static final Set<String> NOT_PROVOKED = Set.of("hermes_lane_dropped_total");

    private static final Pattern SERIES = Pattern.compile("(?m)^(hermes_\\w+)(?:\\{(.*)})? \\S+$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");
    private static final Pattern OF_TIMER = Pattern.compile("(_seconds)_(count|sum|max)$");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`hermes_.*?) \\| (.*?) ?\\| .+ \\|$");
    private static final Pattern IN_BACKTICKS = Pattern.compile("`(\\w+)`");

    private static DevStack stack;
    private static Server second;
    private static Settings ofSecond;

    @BeforeAll
    static void useTwoNodes() throws InterruptedException {
        stack = Stacks.start(Path.of(""), Map.of());
        ofSecond = stack.settings()
                .with("hermes.gateway.port", Integer.toString(FreePort.find()))
                .with("hermes.management.port", Integer.toString(FreePort.find()));
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
            documented.keySet().stream()
                    .filter(NOT_PROVOKED::contains)
                    .forEach(name -> published.put(name, documented.get(name)));
            assertThat(published).isEqualTo(documented);
        });
    }

    @Test
    void documentsWhatItCannotProvoke() throws Exception {
        assertThat(documented().keySet()).containsAll(NOT_PROVOKED);
    }

    /** Labels by name, with a timer as one meter. */
    private static Map<String, Set<String>> published(Settings node) throws IOException, InterruptedException {
        Map<String, Set<String>> meters = new TreeMap<>();
        Matcher series = SERIES.matcher(scrape(node));
        while (series.find()) {
            meters.computeIfAbsent(OF_TIMER.matcher(series.group(1)).replaceFirst("$1"), name -> new TreeSet<>())
                    .addAll(all(LABEL, series.group(2) == null ? "" : series.group(2)));
        }
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

    private static String scrape(Settings node) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + node.get("hermes.management.port") + "/observe/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }
}
