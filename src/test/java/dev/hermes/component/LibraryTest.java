package dev.hermes.component;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryTest {

    @TempDir
    private Path folder;

    @Test
    void isEmptyWithoutAFolder() {
        Library library = Library.of(List.of(folder.resolve("lib")));

        assertThat(library.size()).isZero();
        assertThat(library.components()).isEmpty();
    }

    @Test
    void namesTheComponentsOfItsJars() throws IOException {
        Path jar = jar("mine.jar", "META-INF/services/org/apache/camel/component/mine");
        jar("driver.jar", "META-INF/services/java.sql.Driver");

        Library library = Library.of(List.of(folder));

        assertThat(library.size()).isEqualTo(2);
        assertThat(library.components()).containsExactly(new AddedComponent("mine", "", jar));
        assertThat(library.has("mine")).isTrue();
        assertThat(library.has("timer")).isFalse();
        assertThat(library.loader().getResource("META-INF/services/java.sql.Driver"))
                .isNotNull();
    }

    @Test
    void addsLanguagesAndDataFormatsToo() throws Exception {
        Path jar = folder.resolve("words.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry("META-INF/services/org/apache/camel/language/words"));
            out.write("class=org.apache.camel.language.constant.ConstantLanguage".getBytes(UTF_8));
            out.closeEntry();
            out.putNextEntry(new ZipEntry("META-INF/services/org/apache/camel/dataformat/words"));
            out.write("class=org.apache.camel.component.jackson.JacksonDataFormat".getBytes(UTF_8));
            out.closeEntry();
        }

        try (DefaultCamelContext context = new DefaultCamelContext()) {
            new Components(Library.of(List.of(folder))).offerTo(context);

            assertThat(context.resolveLanguage("words")).isNotNull();
            assertThat(context.resolveDataFormat("words")).isNotNull();
        }
    }

    @Test
    void refusesWhatIsNoJar() throws IOException {
        Path half = Files.writeString(folder.resolve("half.jar"), "PK");

        assertThatThrownBy(() -> Library.of(List.of(folder))).hasMessage(half + " cannot be read as a jar");
    }

    private Path jar(String name, String entry) throws IOException {
        Path jar = folder.resolve(name);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry(entry));
            out.closeEntry();
        }
        return jar;
    }
}
