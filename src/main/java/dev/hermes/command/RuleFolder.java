package dev.hermes.command;

import dev.hermes.Settings;
import dev.hermes.log.NoLog;
import dev.hermes.rules.RuleFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What commands read that look at rules and ask nobody. */
final class RuleFolder {

    private RuleFolder() {}

    static Settings settings() throws IOException {
        NoLog.use();
        return Settings.load(Path.of(""), System.getenv());
    }

    /** @param folder null: the one that the settings name, or the rules of this release */
    static RuleFiles files(Settings settings, Path folder) throws IOException {
        if (folder != null && !Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder + " is not a folder");
        }
        return folder == null ? RuleFiles.of(settings.routes()) : RuleFiles.read(folder);
    }
}
