package dev.hermes.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RuleFilesTest {

    @Test
    void areThoseOfTheReleaseWhereThereIsNoFolder() throws IOException {
        RuleFiles inTheJar = RuleFiles.of(Path.of("there-is-no-such-folder"));

        assertThat(inTheJar.files())
                .extracting(RuleFile::name)
                .containsExactlyInAnyOrderElementsOf(RuleFiles.read(Path.of("routes")).files().stream()
                        .map(RuleFile::name)
                        .toList());
    }
}
