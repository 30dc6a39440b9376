package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.settings.Key;
import dev.hermes.settings.Keys;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds README.md, and the table of settings, to what they speak of. */
class ReadmeTest {

    private static final Pattern KEY = Pattern.compile("(?m)^\\| `(hermes\\.[a-z.-]+)` \\| (?:`(.*?)`)? ?\\|");
    private static final Pattern LINK = Pattern.compile("]\\(([\\w./-]+)\\)");
    private static final Path CONFIGURATION = Path.of("docs/configuration.md");
    private static final int LONGEST = 150;

    @Test
    void describesEveryKeyWithItsDefaultInConfiguration() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        KEY.matcher(Files.readString(CONFIGURATION))
                .results()
                .forEach(row -> documented.put(row.group(1), row.group(2) == null ? "" : row.group(2)));

        Properties properties = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("application.properties"))) {
            properties.load(file);
        }
        Map<String, String> defaults = new TreeMap<>();
        properties.stringPropertyNames().stream()
                .filter(key -> key.startsWith("hermes."))
                .forEach(key -> defaults.put(key, properties.getProperty(key)));
        assertThat(documented).isEqualTo(defaults);
        assertThat(Keys.all()).extracting(Key::name).containsExactlyElementsOf(defaults.keySet());
    }

    @Test
    void namesTheMostImportantKeysAsConfigurationDoes() throws IOException {
        String configuration = Files.readString(CONFIGURATION);

        assertThat(readme().lines().filter(line -> KEY.matcher(line).find()))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(configuration).contains(row));
    }

    @Test
    void namesEveryRouteFile() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            assertThat(files.map(Path::toString))
                    .allSatisfy(file -> assertThat(readme()).contains("(" + file + ")"));
        }
    }

    @Test
    void linksToWhatIsThere() throws IOException {
        assertThat(LINK.matcher(readme()).results().map(link -> Path.of(link.group(1))))
                .isNotEmpty()
                .allSatisfy(path -> assertThat(path).exists());
    }

    @Test
    void isShort() throws IOException {
        assertThat(readme().lines()).hasSizeLessThanOrEqualTo(LONGEST);
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"));
    }
}
