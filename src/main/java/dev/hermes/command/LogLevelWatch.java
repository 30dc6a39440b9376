package dev.hermes.command;

import dev.hermes.Settings;
import dev.hermes.settings.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up a change of {@code hermes.log.level} in {@code application.properties} while Hermes runs.
 *
 * <p>A file, as for rules, since whoever may edit it may restart Hermes as well: nothing to call, so nothing to protect. It
 * is read each second, not watched for events, which a ConfigMap that is swapped would not send.
 */
public final class LogLevelWatch {

    private static final Logger LOG = LoggerFactory.getLogger(LogLevelWatch.class);

    private static final long LOOK_MILLIS = 1_000;

    private final Settings settings;
    private String level;
    /** The content that was last taken up, and that was seen at the last look: half a file is not at rest. */
    private byte[] taken;

    private byte[] seen;

    private LogLevelWatch(Settings settings) {
        this.settings = settings;
        this.level = LogSettings.value(settings, LogSettings.LEVEL);
        this.taken = content();
        this.seen = taken;
    }

    /**
     * Watches until the process ends.
     *
     * @param settings that the log began with
     */
    public static void start(Settings settings) {
        LogLevelWatch watch = new LogLevelWatch(settings);
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(LogLevelWatch::daemon);
        thread.scheduleWithFixedDelay(watch::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "log-level");
        thread.setDaemon(true);
        return thread;
    }

    private void look() {
        byte[] now = content();
        if (Arrays.equals(now, seen) && !Arrays.equals(now, taken)) {
            taken = now;
            take();
        }
        seen = now;
    }

    private void take() {
        try {
            Settings changed = settings.reread();
            Optional<String> wrong = Keys.find(LogSettings.LEVEL).orElseThrow().wrong(changed.get(LogSettings.LEVEL));
            if (wrong.isPresent()) {
                LOG.warn("{}. The log level stays {}", wrong.get(), level);
            } else {
                set(LogSettings.value(changed, LogSettings.LEVEL));
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} cannot be read, so the log level stays {}: {}", settings.file(), level, e.getMessage());
        }
    }

    private void set(String wanted) {
        if (wanted.equals(level)) {
            return;
        }
        level = wanted;
        // One of the two levels shows the line, unless both are above it.
        boolean said = LOG.isInfoEnabled();
        if (said) {
            say();
        }
        Configurator.setRootLevel(Level.toLevel(level));
        if (!said) {
            say();
        }
    }

    private void say() {
        LOG.info("The log level is {} from now on; any other changed setting takes effect at the next start", level);
    }

    /** Empty where there is no file. What cannot be read now is read at the next look. */
    private byte[] content() {
        try {
            return Files.readAllBytes(settings.file());
        } catch (NoSuchFileException none) {
            return new byte[0];
        } catch (IOException unreadable) {
            return seen;
        }
    }
}
