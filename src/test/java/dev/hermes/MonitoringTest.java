package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hermes.dev.Tools;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the dashboard and the alerts in deploy/ to what Grafana, Prometheus and docs/operations.md ask of them. */
class MonitoringTest {

    private static final int COLUMNS = 24;

    private final List<JsonNode> panels = StreamSupport.stream(
                    QueriesUnderTest.dashboard().get("panels").spliterator(), false)
            .toList();

    @Test
    void documentsEveryAlert() {
        assertThat(QueriesUnderTest.documentedAlerts())
                .containsExactlyElementsOf(QueriesUnderTest.alerts().stream()
                        .map(rule -> rule.get("alert").textValue())
                        .toList());
    }

    @Test
    void givesEveryAlertASeverityAndASummary() {
        assertThat(QueriesUnderTest.alerts()).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.at("/labels/severity").textValue()).isIn("warning", "critical");
            assertThat(rule.at("/annotations/summary").textValue()).isNotBlank();
        });
    }

    @Test
    void numbersEveryPanelAndItsQueries() {
        assertThat(panels).extracting(panel -> panel.get("id").intValue()).doesNotHaveDuplicates();
        assertThat(panels)
                .filteredOn(panel -> !panel.get("type").textValue().equals("row"))
                .isNotEmpty()
                .allSatisfy(panel -> {
                    assertThat(panel.get("targets")).isNotEmpty();
                    assertThat(panel.findValuesAsText("refId")).doesNotHaveDuplicates();
                    assertThat(panel.findValuesAsText("uid")).containsOnly("${datasource}");
                    assertThat(panel.at("/fieldConfig/defaults/unit").textValue())
                            .isNotBlank();
                });
    }

    @Test
    void laysPanelsOutWithoutOverlaps() {
        List<String> taken = new ArrayList<>();
        for (JsonNode panel : panels) {
            JsonNode place = panel.get("gridPos");
            assertThat(place.get("x").intValue() + place.get("w").intValue()).isLessThanOrEqualTo(COLUMNS);
            for (int x = 0; x < place.get("w").intValue(); x++) {
                for (int y = 0; y < place.get("h").intValue(); y++) {
                    taken.add((place.get("x").intValue() + x) + ","
                            + (place.get("y").intValue() + y));
                }
            }
        }

        assertThat(taken).isNotEmpty().doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"check rules alerts.yaml", "check config prometheus.yaml", "test rules alerts.test.yaml"})
    void satisfiesPromtool(String arguments) throws Exception {
        assumeTrue(Tools.isOnPath("promtool"), "Skipped: promtool is not installed");
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments.split(" ")));

        Tools.run(Path.of("deploy/prometheus"), command);
    }
}
