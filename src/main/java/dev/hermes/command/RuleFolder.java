package dev.hermes.command;

import dev.hermes.Settings;
import dev.hermes.log.NoLog;
import dev.hermes.rules.RuleFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** The folder that a command looks at which asks nobody. */
final class RuleFolder {

    @Parameters(
            arity = "0..1",
            paramLabel = "<folder>",
            description = "The rules (default: the folder routes, or the built-in rules if there is none).")
    private Path folder;

    /** Read before anything is logged: the answer of the command is all that is to be seen. */
    static Settings settings() throws IOException {
        NoLog.use();
        return Settings.load(Path.of(""), System.getenv());
    }

    /** Without a folder those of the folder that the settings name, or the rules of this release. */
    RuleFiles files(Settings settings) throws IOException {
        if (folder != null && !Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder + " is not a folder");
        }
        return folder == null ? RuleFiles.of(settings.routes()) : RuleFiles.read(folder);
    }
}
