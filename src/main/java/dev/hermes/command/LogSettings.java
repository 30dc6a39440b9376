package dev.hermes.command;

import dev.hermes.Settings;
import dev.hermes.settings.Keys;
import java.util.Locale;
import java.util.Map;

/** Hands the log its settings, by the system properties that it reads when it is first used. */
public final class LogSettings {

    static final String LEVEL = "hermes.log.level";

    private static final Map<String, String> DEFAULTS = Map.of(LEVEL, "info", "hermes.log.format", "text");

    private static final String SERVE = "serve";

    private LogSettings() {}

    /**
     * Lets a command that answers have its output for the answer alone: what it logs goes to stderr. Before anything is
     * logged.
     *
     * @param arguments of the command line
     */
    public static void keepOffTheAnswer(String... arguments) {
        if (arguments.length > 0 && !arguments[0].equals(SERVE)) {
            System.setProperty("hermes.log.target", "SYSTEM_ERR");
        }
    }

    /** In place of a wrong value the log gets its default; the check of all settings names the wrong one. */
    public static void apply(Settings settings) {
        DEFAULTS.keySet().forEach(key -> System.getProperties().putIfAbsent(key, value(settings, key)));
    }

    /** The value of the key, or its default where that is wrong, empty or refers to itself. */
    static String value(Settings settings, String key) {
        try {
            String value = settings.get(key).toLowerCase(Locale.ROOT);
            return value.isEmpty() || Keys.find(key).orElseThrow().wrong(value).isPresent() ? DEFAULTS.get(key) : value;
        } catch (IllegalArgumentException circle) {
            return DEFAULTS.get(key);
        }
    }
}
