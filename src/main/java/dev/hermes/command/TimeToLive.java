package dev.hermes.command;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads how long something is valid: {@code 90s}, {@code 30m}, {@code 1h}, {@code 7d}, or ISO 8601. */
final class TimeToLive implements ITypeConverter<Duration> {

    private static final Pattern DAYS = Pattern.compile("\\d+d");
    private static final Pattern SHORT = Pattern.compile("\\d+[hms]");
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** @throws TypeConversionException if it is no duration from a second to a hundred years; the message says what is */
    @Override
    public Duration convert(String text) {
        Duration duration = parse(text);
        if (duration.compareTo(Duration.ofSeconds(1)) < 0 || duration.compareTo(LONGEST) > 0) {
            throw new TypeConversionException("'" + text + "' must be at least one second and at most 36500 days");
        }
        return duration;
    }

    private static Duration parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        try {
            return Duration.parse(DAYS.matcher(lower).matches() ? "P" + text : isShort(lower) ? "PT" + text : text);
        } catch (DateTimeParseException e) {
            throw new TypeConversionException("'" + text + "' is no duration: write 90s, 30m, 1h, 7d or PT1H30M");
        }
    }

    private static boolean isShort(String lower) {
        return SHORT.matcher(lower).matches();
    }
}
