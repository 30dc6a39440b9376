package dev.hermes.history;

/** Words what only clients get that asked for numbers. */
final class NumberedFrame {

    private static final int EMPTY_OBJECT = 2;

    private NumberedFrame() {}

    /** The plain frame with one more key at its end. */
    static String of(String plain, long number) {
        String comma = plain.length() > EMPTY_OBJECT ? "," : "";
        return plain.substring(0, plain.length() - 1) + comma + "\"seq\":" + number + '}';
    }

    /** Says that the next number is {@code last + 1}. */
    static String at(long last) {
        return "{\"hermes\":{\"at\":" + last + "}}";
    }
}
