package dev.hermes;

import dev.hermes.command.CompletionCommand;
import dev.hermes.command.ComponentsCommand;
import dev.hermes.command.ConfigCommand;
import dev.hermes.command.DeadLettersCommand;
import dev.hermes.command.ExplainCommand;
import dev.hermes.command.GraphCommand;
import dev.hermes.command.LogSettings;
import dev.hermes.command.RevokeCommand;
import dev.hermes.command.SendCommand;
import dev.hermes.command.ServeCommand;
import dev.hermes.command.SetupCommand;
import dev.hermes.command.TokenCommand;
import dev.hermes.command.ValidateCommand;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command line. Exit codes: 0 done, 1 it could not be done (a sentence says why), 2 wrong usage. */
@Command(
        name = "hermes",
        description = "A message on the queue reaches every browser in its room.",
        footer = {
            "",
            "Settings come from application.properties in the working folder and from the environment.",
            "Exit codes: 0 done, 1 failed (a sentence says why), 2 wrong usage."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Hermes.Version.class,
        subcommands = {
            ServeCommand.class,
            TokenCommand.class,
            SendCommand.class,
            SetupCommand.class,
            RevokeCommand.class,
            DeadLettersCommand.class,
            ValidateCommand.class,
            GraphCommand.class,
            ComponentsCommand.class,
            ExplainCommand.class,
            ConfigCommand.class,
            CompletionCommand.class
        })
public final class Hermes implements Callable<Integer> {

    public static void main(String[] args) {
        useNoLocale();
        LogSettings.keepOffTheAnswer(args);
        // The JDK resolves what few names there are; Netty's resolver would be made at every start.
        System.setProperty("vertx.disableDnsResolver", "true");
        System.exit(commandLine().execute(args));
    }

    /** Camel finds options by names in lower case, in which a Turkish locale writes another i. */
    public static void useNoLocale() {
        Locale.setDefault(Locale.ROOT);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Hermes()).setExecutionExceptionHandler((failure, command, parsed) -> {
            String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
            message.lines().forEach(line -> command.getErr().println("hermes: " + line));
            return 1;
        });
    }

    /** Without a command: serve. */
    @Override
    public Integer call() throws Exception {
        return new ServeCommand().call();
    }

    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() throws IOException {
            Properties build = new Properties();
            try (InputStream file = Hermes.class.getResourceAsStream("/hermes.properties")) {
                build.load(file);
            }
            return new String[] {"hermes " + build.getProperty("version")};
        }
    }
}
