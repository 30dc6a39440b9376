package dev.hermes.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryProjectTest {

    @TempDir
    private Path folder;

    private LibraryProject project;

    @BeforeEach
    void open() throws IOException {
        project = new LibraryProject(folder.resolve("lib"));
    }

    @Test
    void keepsWhatWasAddedBefore() throws IOException {
        project.add(List.of("camel-mustache"));

        String pom = Files.readString(project.add(List.of("org.postgresql:postgresql:42.7.4", "camel-mustache")));

        assertThat(pom)
                .containsOnlyOnce("<artifactId>camel-mustache</artifactId><version>" + project.camelVersion() + "<")
                .containsOnlyOnce("<artifactId>postgresql</artifactId><version>42.7.4<");
    }

    @Test
    void leavesOutWhatTheJarHolds() throws IOException {
        String pom = Files.readString(project.add(List.of("camel-mustache")));

        assertThat(pom).containsPattern("<artifactId>camel-support</artifactId>.*<scope>provided</scope>");
    }

    @Test
    void refusesWhatTheJarHoldsAndWhatIsNoArtifact() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> project.add(List.of("camel-timer")))
                .withMessage("camel-timer is in the jar of Hermes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> project.add(List.of("kafka")))
                .withMessageContaining("camel-kafka");
        assertThat(folder.resolve("lib")).doesNotExist();
    }
}
