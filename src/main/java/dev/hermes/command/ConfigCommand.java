package dev.hermes.command;

import dev.hermes.Settings;
import dev.hermes.settings.Key;
import dev.hermes.settings.Keys;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the settings in force. */
@Command(
        name = "config",
        description = "Print every setting, its value and where the value comes from. Secrets are hidden.",
        mixinStandardHelpOptions = true)
public final class ConfigCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return print(
                Settings.load(Path.of(""), System.getenv()),
                spec.commandLine().getOut(),
                spec.commandLine().getErr());
    }

    /** @return the exit code: 1 if a setting is wrong */
    static int print(Settings settings, PrintWriter out, PrintWriter err) {
        Keys.all()
                .forEach(key ->
                        out.println(key.name() + " = " + shown(key, settings) + "   # " + settings.source(key.name())));
        out.flush();
        List<String> problems = settings.problems();
        problems.forEach(problem -> err.println("hermes: " + problem));
        return problems.isEmpty() ? 0 : 1;
    }

    private static String shown(Key key, Settings settings) {
        String value;
        try {
            value = settings.get(key.name());
        } catch (IllegalArgumentException placeholders) {
            return "?";
        }
        return key.secret() && !value.isEmpty() ? "(hidden)" : value;
    }
}
