package dev.hermes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The queries that Hermes hands to whoever watches it: in docs/operations.md, the dashboard and the alerts. */
final class QueriesUnderTest {

    private static final Pattern CODE = Pattern.compile("`(.+?)`");
    private static final ObjectMapper JSON = new ObjectMapper();

    private QueriesUnderTest() {}

    /** In the second column of the table of questions. */
    static List<String> ofQuestions() {
        return section("## Questions")
                .filter(line -> line.startsWith("| "))
                .skip(1)
                .map(row -> row.substring(row.indexOf(" | ")))
                .flatMap(column -> CODE.matcher(column).results().map((MatchResult code) -> code.group(1)))
                .toList();
    }

    /** In the first column of the table of alerts. */
    static List<String> documentedAlerts() {
        return section("## Alerts")
                .filter(line -> line.startsWith("| `"))
                .map(row -> row.substring(3, row.indexOf("` |")))
                .toList();
    }

    static List<String> ofDashboard() {
        return dashboard().findValues("expr").stream()
                .map(expression -> expression.textValue().replace("$__rate_interval", "5m"))
                .toList();
    }

    static JsonNode dashboard() {
        try {
            return JSON.readTree(read(Path.of("deploy/grafana/hermes.json")));
        } catch (IOException e) {
            throw new AssertionError("The dashboard is no JSON", e);
        }
    }

    static List<JsonNode> alerts() {
        JsonNode file = JSON.valueToTree(new Load(LoadSettings.builder().build())
                .loadFromString(read(Path.of("deploy/prometheus/alerts.yaml"))));
        return StreamSupport.stream(file.at("/groups/0/rules").spliterator(), false)
                .toList();
    }

    static List<String> ofAlerts() {
        return alerts().stream().map(rule -> rule.get("expr").textValue()).toList();
    }

    private static Stream<String> section(String title) {
        return read(Path.of("docs/operations.md"))
                .lines()
                .dropWhile(line -> !line.equals(title))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(file + " cannot be read", e);
        }
    }
}
