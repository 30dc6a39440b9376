package dev.hermes.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Gives the server one core, and everything else the others, where the machine has taskset. */
final class Cores {

    /** Of the machine, also after this process has left one of them. */
    static final int COUNT = Runtime.getRuntime().availableProcessors();

    private static final String SERVER = "0";
    private static final boolean PIN =
            Runtime.getRuntime().availableProcessors() > 1 && Files.isExecutable(Path.of("/usr/bin/taskset"));
    private static final String OTHERS = "1-" + (COUNT - 1);

    private Cores() {}

    static boolean arePinned() {
        return PIN;
    }

    /** Leaves the server's core, with all threads that there are and will be. */
    static void leaveServersAlone() throws IOException, InterruptedException {
        if (PIN) {
            new ProcessBuilder(
                            "taskset",
                            "-acp",
                            OTHERS,
                            Long.toString(ProcessHandle.current().pid()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }
    }

    static List<String> asServer(List<String> command) {
        List<String> pinned = new ArrayList<>();
        if (PIN) {
            pinned.addAll(List.of("taskset", "-c", SERVER));
        }
        pinned.addAll(command);
        return pinned;
    }
}
