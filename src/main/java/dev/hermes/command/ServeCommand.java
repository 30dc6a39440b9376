package dev.hermes.command;

import dev.hermes.Server;
import dev.hermes.Settings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Runs Hermes until the process is told to end. A second signal ends it at once. */
@Command(
        name = "serve",
        description = "Serve clients and deliver notifications from the queue (the default command).",
        mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {

    @Override
    public Integer call() throws Exception {
        Settings settings = Settings.load(Path.of(""), System.getenv());
        LogSettings.apply(settings);
        // From now on: a stop that comes during the start gives back what has been received meanwhile.
        Signals signals = Signals.caught();
        Server server = Server.start(settings);
        LogLevelWatch.start(settings);
        int exitCode = signals.await();
        server.close();
        return exitCode;
    }
}
