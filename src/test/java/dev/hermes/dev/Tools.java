package dev.hermes.dev;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs of the machine that tests use where they are installed. */
public final class Tools {

    private static final int PATIENCE_MINUTES = 2;

    private Tools() {}

    public static boolean isOnPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Runs a program in {@code folder} to its end; fails with what it said if it takes too long or its status is not 0. */
    public static void run(Path folder, List<String> command) throws Exception {
        Path output = Files.createTempFile("tool", ".log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        if (!ended || process.exitValue() != 0) {
            throw new AssertionError(String.join(" ", command) + ":\n" + Files.readString(output));
        }
    }
}
