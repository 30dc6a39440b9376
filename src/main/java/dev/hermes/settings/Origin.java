package dev.hermes.settings;

import java.util.Optional;
import java.util.regex.Pattern;

/** The origin of a web page, as browsers send it (RFC 6454): {@code https://example.org:8443}, or {@code null}. */
public record Origin(String text) {

    /** The scheme may be that of a browser's extension or of an app; the origin of a local file has no host. */
    private static final Pattern WITH_HOST =
            Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://([\\w.~-]+|\\[[0-9A-Fa-f:.]+])?(:\\d{1,5})?");

    private static final Pattern NO_HOST = Pattern.compile("https?://(:\\d*)?");
    private static final String OPAQUE = "null";

    /** The origin that {@code text} writes, without a / at its end; empty if no browser sends such an origin. */
    public static Optional<Origin> parse(String text) {
        String origin = text.endsWith("/") && !text.endsWith("//") ? text.substring(0, text.length() - 1) : text;
        boolean isRight = origin.equals(OPAQUE)
                || WITH_HOST.matcher(origin).matches()
                        && !NO_HOST.matcher(origin).matches();
        return isRight ? Optional.of(new Origin(origin)) : Optional.empty();
    }
}
