package dev.hermes.settings;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which values a setting may have; {@code expected} completes the sentence "must be …". */
record Kind(String expected, Predicate<String> accepts) {

    private static final Pattern STAGE = Pattern.compile("[A-Za-z0-9._~-]+");
    private static final Pattern TABLE = Pattern.compile("[A-Za-z0-9._-]{3,255}");
    private static final Pattern QUEUE = Pattern.compile("[A-Za-z0-9_-]{1,75}\\.fifo|[A-Za-z0-9_-]{1,80}");
    private static final Pattern CIDR = Pattern.compile("([0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(/[0-9]{1,3})?");
    private static final Pattern AUTHORITY = Pattern.compile("[\\w.-]+(:\\d+)?|\\[[0-9A-Fa-f:.]+](:\\d+)?");
    private static final int MOST_BITS = 128;
    private static final int IPV4_BITS = 32;

    /** @param unit in the plural; empty if the number counts what the key names */
    static Kind number(int least, int most, String unit) {
        String of = unit.isEmpty() ? "" : " of " + unit;
        String range = most == Integer.MAX_VALUE ? ", " + least + " or more" : " from " + least + " to " + most;
        return new Kind("a whole number" + of + range, value -> isWithin(value, least, most));
    }

    static Kind flag() {
        return oneOf("true", "false");
    }

    static Kind oneOf(String... values) {
        return new Kind(String.join(", ", values).replaceFirst(", (?=[^,]*$)", " or "), List.of(values)::contains);
    }

    /** Anything: a secret, or an id that another system gives out. */
    static Kind text() {
        return new Kind("a text", value -> true);
    }

    static Kind host() {
        return new Kind("an address, or a host name that this machine can resolve", Kind::resolves);
    }

    static Kind stage() {
        return new Kind("one segment of a path: letters, digits and . _ ~ -, without /", STAGE.asMatchPredicate());
    }

    static Kind table() {
        return new Kind("3 to 255 letters, digits and . _ -", TABLE.asMatchPredicate());
    }

    static Kind queue() {
        return new Kind("1 to 80 letters, digits and _ -, at the end .fifo if it is one", QUEUE.asMatchPredicate());
    }

    static Kind url() {
        return new Kind("a URL that begins with http:// or https://", Kind::isUrl);
    }

    static Kind origins() {
        return listOf("origins like https://example.org, separated by commas", Kind::isOrigin);
    }

    static Kind networks() {
        return listOf("networks like 10.0.0.0/8, separated by commas", Kind::isNetwork);
    }

    Kind orEmpty() {
        return new Kind(expected + ", or empty", value -> value.isEmpty() || accepts.test(value));
    }

    private static Kind listOf(String expected, Predicate<String> accepts) {
        return new Kind(
                expected, value -> Stream.of(value.split(",")).map(String::trim).allMatch(accepts));
    }

    private static boolean isWithin(String value, int least, int most) {
        try {
            int number = Integer.parseInt(value);
            return number >= least && number <= most;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean resolves(String host) {
        try {
            return !host.isEmpty() && InetAddress.getByName(host) != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static boolean isUrl(String value) {
        try {
            URI url = new URI(value);
            return ("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Pages of browsers' extensions have schemes of their own. */
    private static boolean isOrigin(String value) {
        try {
            URI origin = new URI(value);
            return "null".equals(value)
                    || origin.getScheme() != null
                            && origin.getAuthority() != null
                            && AUTHORITY.matcher(origin.getAuthority()).matches()
                            && origin.getRawPath().isEmpty()
                            && origin.getRawQuery() == null
                            && origin.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isNetwork(String value) {
        if (!CIDR.matcher(value).matches()) {
            return false;
        }
        String[] parts = value.split("/", 2);
        return resolves(parts[0])
                && (parts.length == 1 || isWithin(parts[1], 0, parts[0].contains(":") ? MOST_BITS : IPV4_BITS));
    }
}
