package dev.hermes.history;

import dev.hermes.table.RoomsTable;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * From where on a client wants the messages of its room.
 *
 * @param number the last number that it has seen, or how many of the last messages it wants
 */
public record Since(Kind kind, long number) {

    public static final Since NOW = new Since(Kind.NOW, 0);

    private static final int MOST_LAST = 1000;
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,15})");

    /** How a client says it. */
    public enum Kind {
        /** Only what comes from now on. */
        NOW,
        /** Everything after a number. */
        AFTER,
        /** The last few of the room. */
        LAST
    }

    /** Whether it names a number above the last that is known. */
    boolean isBeyond(long last) {
        return kind == Kind.AFTER && number > last;
    }

    /** Reads {@code now}, {@code 42} or {@code -10}; empty if it is anything else. */
    public static Optional<Since> parse(String text) {
        if (text.equals("now")) {
            return Optional.of(NOW);
        }
        if (!NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(text);
        if (text.startsWith("-")) {
            return number <= -1 && number >= -MOST_LAST ? Optional.of(new Since(Kind.LAST, -number)) : Optional.empty();
        }
        return number <= RoomsTable.HIGHEST_NUMBER ? Optional.of(new Since(Kind.AFTER, number)) : Optional.empty();
    }
}
