package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the Java sources to the house style. */
class SourceStyleTest {

    private static final String LAYER =
            ".*[/\\\\](common|config|dto|helpers?|impl|model|processors?|services?|utils?)([/\\\\].*)?";
    private static final String VAGUE_NAME = ".*(Helper|Impl|Manager|Processor|Utils?)\\.java";
    private static final Pattern SENTENCE_BEFORE_TYPE = Pattern.compile(
            "(?s)/\\*\\*.*?\\*/\n([@(}) ][^\n]*\n)*(public|final|abstract|class|record|interface|enum) ");
    private static final int LONGEST_FILE = 200;

    private final List<Path> main = sources("src/main/java");
    private final List<Path> all =
            Stream.concat(main.stream(), sources("src/test/java").stream()).toList();

    SourceStyleTest() throws IOException {}

    @Test
    void isShort() {
        assertThat(main)
                .allSatisfy(source -> assertThat(read(source).lines().count()).isLessThanOrEqualTo(LONGEST_FILE));
    }

    @Test
    void liesInPackagesNamedForConcepts() {
        assertThat(all).allSatisfy(source -> assertThat(source.getParent())
                .extracting(Path::toString)
                .asString()
                .doesNotMatch(LAYER));
    }

    @Test
    void isNamedForWhatItIs() {
        assertThat(all).allSatisfy(source -> assertThat(source.getFileName().toString())
                .doesNotMatch(VAGUE_NAME));
    }

    @Test
    void saysWhatEveryClassDoes() {
        assertThat(main).allSatisfy(source -> assertThat("\n" + read(source)).containsPattern(SENTENCE_BEFORE_TYPE));
    }

    private static List<Path> sources(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }

    private static String read(Path source) throws IOException {
        return Files.readString(source);
    }
}
