package dev.hermes.command;

import dev.hermes.Settings;
import dev.hermes.settings.Keys;
import java.util.Locale;
import java.util.Map;

/** Hands the log its settings, by the system properties that it reads when it is first used. */
public final class LogSettings {

    static final String LEVEL = "hermes.log.level";

    private static final Map<String, String> DEFAULTS = Map.of(LEVEL, "info", "hermes.log.format", "text");

    private LogSettings() {}

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
