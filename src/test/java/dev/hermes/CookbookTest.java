package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.dev.Example;
import dev.hermes.explain.SampleConnections;
import dev.hermes.rules.RuleFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each folder of {@code examples/}: its rules run without a warning, and do what its explain.txt says. */
class CookbookTest {

    @TempDir
    private Path folder;

    static List<Example> examples() throws IOException {
        return Example.all();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isValid(Example example) throws Exception {
        example.copyTo(folder);

        try (Validation validation = new Validation(example.settings())) {
            assertThat(validation.check(RuleFiles.read(folder))).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void doesWhatItsExplanationSays(Example example) throws Exception {
        example.copyTo(folder);
        // So that the hour at which this runs makes no difference.
        Settings settings = example.settings().with("quiet.from", "0").with("quiet.to", "0");

        try (Explanation explanation = new Explanation(settings)) {
            String text = explanation
                    .explain(RuleFiles.read(folder), example.read("message.json"), connections(example))
                    .text();

            assertThat(text).isEqualTo(example.read("explain.txt"));
        }
    }

    private static SampleConnections connections(Example example) throws IOException {
        return example.has("connections.json")
                ? SampleConnections.read(example.folder().resolve("connections.json"))
                : SampleConnections.ofAnyRoom();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isNamedInTheDocumentation(Example example) throws Exception {
        assertThat(Files.readString(Path.of("docs/rules.md"))).contains("(../examples/" + example + ")");
    }

    @Test
    void isThere() throws Exception {
        assertThat(Example.all()).hasSizeGreaterThan(5);
    }
}
