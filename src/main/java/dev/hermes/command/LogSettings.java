package dev.hermes.command;

import dev.hermes.Settings;
import dev.hermes.settings.Keys;
import java.util.Locale;
import java.util.Map;

/** Tells the log, which reads system properties when it is first used, what the settings want of it. */
final class LogSettings {

    private static final Map<String, String> DEFAULTS = Map.of("hermes.log.level", "info", "hermes.log.format", "text");

    private LogSettings() {}

    /** Where a setting is wrong the log has its default; the check of all settings names it. */
    static void apply(Settings settings) {
        DEFAULTS.forEach((key, usual) -> System.getProperties().putIfAbsent(key, value(settings, key, usual)));
    }

    private static String value(Settings settings, String key, String usual) {
        try {
            String value = settings.get(key).toLowerCase(Locale.ROOT);
            return value.isEmpty() || Keys.find(key).orElseThrow().wrong(value).isPresent() ? usual : value;
        } catch (IllegalArgumentException circle) {
            return usual;
        }
    }
}
