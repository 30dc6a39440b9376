package dev.hermes.audience;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that read the rows of a room in their own way. */
class UnchangedReadingTest {

    private static final String HOLDERS = "room-holders";
    private static final String CONNECTIONS = "room-connections";

    private final DefaultCamelContext camel = new DefaultCamelContext();

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void isThatOfTheRulesAsTheyAreDelivered() throws Exception {
        assertThat(UnchangedReading.OF_HOLDERS.isUnchanged(route(HOLDERS, rule(HOLDERS))))
                .isTrue();
        assertThat(UnchangedReading.OF_CONNECTIONS.isUnchanged(route(CONNECTIONS, rule(CONNECTIONS))))
                .isTrue();
    }

    @Test
    void isNotThatOfTheOtherTable() throws Exception {
        assertThat(UnchangedReading.OF_CONNECTIONS.isUnchanged(route(HOLDERS, rule(HOLDERS))))
                .isFalse();
    }

    @Test
    void staysThatOfARuleWithStepsBehindIt() throws Exception {
        String more = rule(HOLDERS) + "        - log:\n            message: found\n";

        assertThat(UnchangedReading.OF_HOLDERS.isUnchanged(route(HOLDERS, more)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {{hermes.rooms.table}}                  | anotherTable
                    operation: Query                        | operation: Scan
                    ref: beginHolders                       | ref: ownBegin
                    ref: keepHolders                        | ref: ownKeep
                    """)
    void isNotThatOfARuleWhoseStepsAreOthers(String from, String to) throws Exception {
        String changed = rule(HOLDERS).replace(from, to);

        assertThat(changed).isNotEqualTo(rule(HOLDERS));
        assertThat(UnchangedReading.OF_HOLDERS.isUnchanged(route(HOLDERS, changed)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 14})
    void isNotThatOfARuleWithAnotherStepBeforeOrInside(int indent) throws Exception {
        String step = " ".repeat(indent) + "- process:";
        String changed =
                rule(HOLDERS).replaceFirst("(?m)^" + step, " ".repeat(indent) + "- log: {message: before}\n" + step);

        assertThat(changed).contains("before");
        assertThat(UnchangedReading.OF_HOLDERS.isUnchanged(route(HOLDERS, changed)))
                .isFalse();
    }

    private static String rule(String id) throws Exception {
        return Files.readString(Path.of("routes", id + ".camel.yaml"));
    }

    private RouteDefinition route(String id, String text) throws Exception {
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString(id + ".camel.yaml", text));
        return camel.getRouteDefinition(id);
    }
}
