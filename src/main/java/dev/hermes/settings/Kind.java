package dev.hermes.settings;

import static java.util.stream.Collectors.joining;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which values a setting may have; {@code expected} completes the sentence "must be …". */
record Kind(String expected, Predicate<String> accepts) {

    private static final Set<String> NO = Set.of("false", "f", "no", "n", "off", "0", "");
    /** What may stand in a path as it is (RFC 3986, pchar), but for the segments that mean "here" and "above". */
    private static final Pattern STAGE = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._~!$&'()*+,;=:@-]+");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{3,255}");
    private static final Pattern TABLE_ARN = Pattern.compile("arn:[a-z0-9-]+:dynamodb:[^:]*:[0-9]*:table/" + NAME);
    private static final Pattern QUEUE_URL = Pattern.compile("(https?:/)?/[^\\s]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern RATIO = Pattern.compile("0|1|1\\.0+|0?\\.[0-9]+");
    private static final Pattern QUEUE = Pattern.compile("[A-Za-z0-9._-]{1,80}");

    private static final Set<String> OWN_CLAIMS = Set.of("user_id", "room_id", "token", "exp", "nbf", "iat");
    private static final int MOST_ATTRIBUTES = 8;
    private static final int LONGEST_ATTRIBUTE = 64;

    /** @param unit in the plural; empty if the number counts what the key names */
    static Kind number(int least, int most, String unit) {
        String of = unit.isEmpty() ? "" : " of " + unit;
        String range = most == Integer.MAX_VALUE ? ", " + least + " or more" : " from " + least + " to " + most;
        return new Kind("a whole number" + of + range, value -> isWithin(value, least, most));
    }

    static Kind ratio() {
        return new Kind("a number from 0 to 1, like 0.05", RATIO.asMatchPredicate());
    }

    /** Of those that mean no, any is read as such; only true means yes. */
    static Kind flag() {
        return new Kind(
                "true or false",
                value -> value.equalsIgnoreCase("true") || NO.contains(value.toLowerCase(Locale.ROOT)));
    }

    /** In upper or lower case. */
    static Kind oneOf(String... values) {
        return new Kind(String.join(", ", values).replaceFirst(", (?=[^,]*$)", " or "), value -> List.of(values)
                .contains(value.toLowerCase(Locale.ROOT)));
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
        return new Kind(
                "3 to 255 letters, digits and . _ -, or the ARN of a table",
                NAME.asMatchPredicate().or(TABLE_ARN.asMatchPredicate()));
    }

    static Kind index() {
        return new Kind("3 to 255 letters, digits and . _ -", NAME.asMatchPredicate());
    }

    static Kind queue() {
        return new Kind("1 to 80 letters, digits and . _ -", QUEUE.asMatchPredicate());
    }

    static Kind url() {
        return new Kind("a URL that begins with http:// or https:// and names a host (without _)", Kind::isUrl);
    }

    /** SQS of AWS wants the whole URL; others read its path alone. */
    static Kind queueUrl() {
        return new Kind(
                "a URL like https://sqs.eu-west-1.amazonaws.com/111122223333/my-queue", QUEUE_URL.asMatchPredicate());
    }

    static Kind origins() {
        return listOf(
                "origins like https://example.org (scheme, host and port; no path and no *), separated by commas",
                origin -> Origin.parse(origin).isPresent());
    }

    static Kind networks() {
        return listOf("networks like 10.0.0.0/8, separated by commas", network -> Network.parse(network)
                .isPresent());
    }

    /** Claims of a token that are not those which Hermes itself reads. */
    static Kind attributes() {
        return new Kind(
                "at most " + MOST_ATTRIBUTES + " names of claims, separated by commas, none of them "
                        + OWN_CLAIMS.stream().sorted().collect(joining(", ")),
                value -> Items.of(value).count() <= MOST_ATTRIBUTES
                        && Items.of(value).noneMatch(OWN_CLAIMS::contains)
                        && Items.of(value).allMatch(name -> name.length() <= LONGEST_ATTRIBUTE));
    }

    Kind orEmpty() {
        return new Kind(expected + ", or empty", value -> value.isEmpty() || accepts.test(value));
    }

    private static Kind listOf(String expected, Predicate<String> accepts) {
        return new Kind(expected, value -> Items.of(value).allMatch(accepts));
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
            return ("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()))
                    && url.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
