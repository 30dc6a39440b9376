package dev.hermes.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Java that runs this benchmark, to run servers with. */
final class JavaCommand {

    private JavaCommand() {}

    static List<String> with(String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        return command;
    }
}
