package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class TokenCommandTest {

    private static final int USAGE = 2;

    @Test
    void givesNoAttributeThatHermesWouldNotKeep() {
        StringWriter err = new StringWriter();
        CommandLine hermes = Hermes.commandLine().setErr(new PrintWriter(err, true));

        int exit = hermes.execute("token", "--user", "ada", "--room", "lobby", "--attribute", "role=staff");

        assertThat(exit).isEqualTo(USAGE);
        assertThat(err.toString()).contains("--attribute role: hermes.access.attributes does not name it");
    }
}
