package dev.hermes.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Runs the tests of {@code client/}, which are written for Node; skipped where there is no Node 20 or later. */
class ClientPackageTest {

    private static final int OLDEST_NODE = 20;
    private static final int PATIENCE_SECONDS = 180;

    @Test
    void passesItsOwnTests() throws Exception {
        assumeTrue(nodeVersion() >= OLDEST_NODE, "Skipped: the tests of client/ need node 20 or later");
        Path output = Files.createTempFile("hermes-client", ".log");

        int exitCode = run(output, "node", "--test");

        assertThat(exitCode).as(Files.readString(output)).isZero();
        assertThat(Files.readString(output)).containsPattern("# pass [1-9]|ℹ pass [1-9]");
        Files.delete(output);
    }

    /** The major version; 0 where there is no node. */
    private static int nodeVersion() throws IOException, InterruptedException {
        Path output = Files.createTempFile("node", ".version");
        try {
            run(output, "node", "--version");
            Matcher version = Pattern.compile("v(\\d+)\\.").matcher(Files.readString(output));
            return version.lookingAt() ? Integer.parseInt(version.group(1)) : 0;
        } catch (IOException notInstalled) {
            return 0;
        } finally {
            Files.delete(output);
        }
    }

    private static int run(Path output, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(Path.of("client").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError("Still running after " + PATIENCE_SECONDS + " s:\n" + Files.readString(output));
        }
        return process.exitValue();
    }
}
