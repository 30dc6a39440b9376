package dev.hermes;

import static dev.hermes.RouteFile.depth;
import static dev.hermes.RouteFile.elementsOf;
import static dev.hermes.RouteFile.map;
import static dev.hermes.RouteFile.mapsOf;
import static dev.hermes.RouteFile.valuesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds every file of routes to the house style, each on its own. */
class RouteStyleTest {

    private static final String KEBAB_CASE = "[a-z0-9]+(-[a-z0-9]+)*";
    private static final Set<String> LANGUAGES = Set.of("constant", "header", "method", "simple", "variable");
    private static final Set<String> OTHER_LANGUAGES = Set.of(
            "csimple",
            "datasonnet",
            "exchangeProperty",
            "groovy",
            "java",
            "joor",
            "jq",
            "js",
            "jsonpath",
            "language",
            "mvel",
            "ognl",
            "python",
            "spel",
            "tokenize",
            "wasm",
            "xpath",
            "xquery",
            "xtokenize");
    private static final Set<String> STEPS_NOT_WANTED =
            Set.of("doTry", "removeProperty", "script", "setProperty", "toD");
    private static final Pattern SECRET =
            Pattern.compile("(?i)authorization|bearer|credential|\\bheaders\\b|jwt|passcode|password|secret|token");
    private static final int LONGEST_FILE = 120;
    private static final int MOST_STEPS = 10;
    private static final int DEEPEST = 2;

    static List<RouteFile> files() {
        return RouteFile.all();
    }

    @ParameterizedTest
    @MethodSource("files")
    void isNamedAsAnEditorExpects(RouteFile file) {
        assertThat(file.toString()).matches(KEBAB_CASE + "\\.camel\\.yaml");
    }

    @ParameterizedTest
    @MethodSource("files")
    void isShort(RouteFile file) {
        assertThat(file.text().lines().count()).isLessThanOrEqualTo(LONGEST_FILE);
    }

    @ParameterizedTest
    @MethodSource("files")
    void hasNoCommentsSinceEditorsDropThem(RouteFile file) {
        assertThat(file.comments()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void startsEachEntryWithItsKind(RouteFile file) {
        assertThat(file.entries())
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.keySet()).singleElement().isIn("route", "routeConfiguration"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void namesAndDescribesEveryRoute(RouteFile file) {
        assertThat(file.routes()).allSatisfy(route -> {
            assertThat(route.get("id")).asString().matches(KEBAB_CASE);
            assertThat(route.get("nodePrefixId")).isEqualTo(route.get("id") + "-");
            assertThat(route.get("description")).asString().isNotBlank();
        });
    }

    @ParameterizedTest
    @MethodSource("files")
    void saysOfEveryConditionWhatBecomesOfTheMessage(RouteFile file) {
        assertThat(file.configurations()).allSatisfy(configuration -> {
            assertThat(configuration.get("id")).asString().matches(KEBAB_CASE);
            assertThat(configuration.get("description")).asString().isNotBlank();
        });
    }

    @ParameterizedTest
    @MethodSource("files")
    void handlesExceptionsByExactType(RouteFile file) {
        assertThat(mapsOf("onException", file.entries())).allSatisfy(handler -> assertThat(handler.get("exception"))
                .asInstanceOf(LIST)
                .isNotEmpty()
                .doesNotContain("java.lang.Exception", "java.lang.RuntimeException", "java.lang.Throwable"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void writesEveryStepInFull(RouteFile file) {
        assertThat(elementsOf("steps", file.entries()))
                .isNotEmpty()
                .allSatisfy(step -> assertThat(step.values()).singleElement().isInstanceOf(Map.class));
    }

    @ParameterizedTest
    @MethodSource("files")
    void namesEveryStepOnce(RouteFile file) {
        assertThat(Stream.concat(file.routes().stream(), file.configurations().stream()))
                .allSatisfy(route -> assertThat(namedIn(route))
                        .extracting(step -> step.get("id"))
                        .doesNotHaveDuplicates()
                        .allSatisfy(id -> assertThat(id)
                                .isInstanceOf(String.class)
                                .asString()
                                .matches(KEBAB_CASE)));
    }

    @ParameterizedTest
    @MethodSource("files")
    void usesNoStepThatHidesWhatItDoes(RouteFile file) {
        assertThat(elementsOf("steps", file.entries()))
                .allSatisfy(step -> assertThat(step).doesNotContainKeys(STEPS_NOT_WANTED.toArray(String[]::new)));
    }

    @ParameterizedTest
    @MethodSource("files")
    void writesEveryExpressionInFull(RouteFile file) {
        assertThat(mapsOf("expression", file.entries()))
                .allSatisfy(expression ->
                        assertThat(expression.keySet()).singleElement().isIn(LANGUAGES));
        for (String language : List.of("constant", "header", "simple", "variable")) {
            assertThat(valuesOf(language, file.entries()))
                    .as(language)
                    .allSatisfy(expression -> assertThat(map(expression)).containsKey("expression"));
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void speaksNoOtherLanguage(RouteFile file) {
        for (String language : OTHER_LANGUAGES) {
            assertThat(valuesOf(language, file.entries())).as(language).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void leavesLogicToBeans(RouteFile file) {
        assertThat(mapsOf("simple", file.entries()))
                .allSatisfy(simple ->
                        assertThat(simple.get("expression")).asString().doesNotContain("&&", "||", "?"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void keepsOptionsOutOfUris(RouteFile file) {
        assertThat(valuesOf("uri", file.entries()))
                .allSatisfy(uri -> assertThat(uri).asString().matches("[a-z0-9-]+"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void staysFlat(RouteFile file) {
        assertThat(file.routes()).allSatisfy(route -> {
            assertThat((List<?>) map(route.get("from")).get("steps")).hasSizeLessThanOrEqualTo(MOST_STEPS);
            assertThat(depth(route)).isLessThanOrEqualTo(DEEPEST);
        });
    }

    @ParameterizedTest
    @MethodSource("files")
    void logsNoSecret(RouteFile file) {
        assertThat(mapsOf("log", file.entries()))
                .allSatisfy(log -> assertThat(log.get("message")).asString().doesNotContainPattern(SECRET));
    }

    /** Steps, and what stands beside steps but is named like one. */
    private static List<Map<String, Object>> namedIn(Map<String, Object> route) {
        List<Map<String, Object>> named = new ArrayList<>();
        elementsOf("steps", route)
                .forEach(step -> named.add(map(step.values().iterator().next())));
        named.addAll(elementsOf("when", route));
        named.addAll(mapsOf("otherwise", route));
        named.addAll(mapsOf("from", route));
        named.addAll(mapsOf("onException", route));
        return named;
    }
}
