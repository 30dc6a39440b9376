package dev.hermes.component;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.dev.CamelServices;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** What rules may use, wherever they run. */
class ComponentsTest {

    /** Of the route tests alone. */
    private static final String MOCK = "mock";

    private final Components components = new Components(Library.of(List.of()));

    @Test
    void areAllOnTheClassPathButThoseOfTests() throws Exception {
        TreeSet<String> expected = new TreeSet<>(components.schemes());
        expected.add(MOCK);

        assertThat(CamelServices.onTheClassPath("component")).containsExactlyElementsOf(expected);
    }

    @Test
    void areFoundByAContextAndNoOthersAre() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            components.offerTo(context);

            assertThat(context.getComponent("timer")).isNotNull();
            assertThat(context.getComponent(MOCK)).isNull();
        }
    }

    @Test
    void areAllInTheDocumentation() throws Exception {
        String page = Files.readString(Path.of("docs/components.md"));

        assertThat(Pattern.compile("(?m)^\\| `([\\w-]+)` \\| (.*?) \\|$")
                        .matcher(page)
                        .results()
                        .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2))))
                .isEqualTo(components.own());
    }
}
