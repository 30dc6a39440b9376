package dev.hermes;

import static dev.hermes.RouteFile.elementsOf;
import static dev.hermes.RouteFile.map;
import static dev.hermes.RouteFile.mapsOf;
import static dev.hermes.RouteFile.valuesOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.rules.Handover;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds between the files of routes: everything that one names is there, once. */
class RoutesTogetherTest {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^}]*)}}");

    private final List<RouteFile> files = RouteFile.all();
    private final List<Map<String, Object>> routes =
            files.stream().flatMap(file -> file.routes().stream()).toList();
    private final List<Map<String, Object>> configurations =
            files.stream().flatMap(file -> file.configurations().stream()).toList();

    @Test
    void giveEveryRouteAndConfigurationAnIdOfItsOwn() {
        assertThat(Stream.concat(routes.stream(), configurations.stream()).map(entry -> entry.get("id")))
                .doesNotHaveDuplicates();
    }

    @Test
    void giveNoStepTheIdOfARoute() {
        List<String> steps = routes.stream()
                .flatMap(route -> Stream.concat(
                                elementsOf("steps", route).stream()
                                        .flatMap(step -> step.values().stream())
                                        .map(RouteFile::map),
                                elementsOf("when", route).stream())
                        .map(step -> route.get("nodePrefixId") + (String) step.get("id")))
                .toList();

        assertThat(steps).isNotEmpty().doesNotContainAnyElementsOf(ids(routes));
    }

    @Test
    void areConsumedUnderTheirOwnNames() {
        assertThat(routes).filteredOn(RoutesTogetherTest::isDirect).isNotEmpty().allSatisfy(route -> assertThat(
                        map(map(route.get("from")).get("parameters")).get("name"))
                .isEqualTo(route.get("id")));
    }

    @Test
    void sendOnlyToRoutesThatAreThere() {
        List<Object> direct = routes.stream()
                .filter(RoutesTogetherTest::isDirect)
                .map(route -> route.get("id"))
                .toList();

        List<Object> named = files.stream()
                .flatMap(file -> mapsOf("to", file.entries()).stream())
                .filter(to -> to.get("uri").equals("direct"))
                .map(to -> map(to.get("parameters")).get("name"))
                .toList();

        assertThat(named).isNotEmpty().isSubsetOf(direct);
    }

    @Test
    void handOverOnlyWhatTheRulesConsume() {
        List<Object> handedOver = files.stream()
                .flatMap(file -> mapsOf("to", file.entries()).stream())
                .filter(to -> to.get("uri").equals("rules"))
                .map(to -> map(to.get("parameters")).get("name"))
                .toList();

        List<String> known = Arrays.stream(Handover.values()).map(Handover::id).toList();

        assertThat(handedOver).isNotEmpty().isSubsetOf(known);
        assertThat(ids(routes)).containsAll(known);
    }

    @Test
    void areDocumentedWhereTheyBegin() throws IOException {
        List<String> docs = Files.readAllLines(Path.of("docs/rules.md"));

        assertThat(Handover.values()).allSatisfy(one -> assertThat(docs)
                .filteredOn(line -> line.startsWith("| `" + one.id() + "` |"))
                .first()
                .satisfies(row -> assertThat(row.endsWith("| nothing |")).isNotEqualTo(one.answered())));
    }

    @Test
    void nameOnlyConfigurationsThatAreThere() {
        assertThat(configurationsNamed()).isNotEmpty().isSubsetOf(ids(configurations));
    }

    @Test
    void haveNoConfigurationThatNobodyNames() {
        assertThat(ids(configurations)).isSubsetOf(configurationsNamed());
    }

    @Test
    void useOnlyKeysThatHaveADefault() throws IOException {
        Properties defaults = new Properties();
        defaults.load(Files.newBufferedReader(Path.of("application.properties")));

        Stream<String> keys = files.stream()
                .flatMap(file -> PLACEHOLDER.matcher(file.text()).results())
                .map((MatchResult match) -> match.group(1));

        assertThat(keys).isNotEmpty().isSubsetOf(defaults.stringPropertyNames());
    }

    @Test
    void sayWhyLossIsAcceptableWhereTheyQueueInMemory() {
        assertThat(routes)
                .filteredOn(route -> valuesOf("uri", route).contains("seda"))
                .allSatisfy(route -> assertThat(valuesOf("note", route)).isNotEmpty());
    }

    private List<String> configurationsNamed() {
        return routes.stream()
                .map(route -> (String) route.get("routeConfigurationId"))
                .filter(ids -> ids != null)
                .flatMap(ids -> Arrays.stream(ids.split(",")))
                .distinct()
                .toList();
    }

    private static List<String> ids(List<Map<String, Object>> entries) {
        return entries.stream().map(entry -> (String) entry.get("id")).toList();
    }

    private static boolean isDirect(Map<String, Object> route) {
        return map(route.get("from")).get("uri").equals("direct");
    }
}
