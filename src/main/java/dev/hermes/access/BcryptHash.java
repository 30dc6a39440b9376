package dev.hermes.access;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mindrot.jbcrypt.BCrypt;

/**
 * A BCrypt hash of any writer, in one spelling.
 *
 * <p>jBCrypt knows {@code $2a$} alone; {@code $2b$} and {@code $2y$} are other writers' names for the same sum. It also
 * compares texts, while the last character of the salt and of the sum have bits that say nothing, which some writers
 * (old Passlib) set.
 */
final class BcryptHash {

    // Prefix, cost, and 16 bytes of salt and 23 of sum in BCrypt's own base64.
    private static final Pattern TEXT =
            Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$([./A-Za-z0-9]{22})([./A-Za-z0-9]{31})");
    private static final String ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static final int LOWEST_COST = 4;
    /** BCrypt allows 31, but jBCrypt does not, and it would take days. */
    private static final int HIGHEST_COST = 30;

    private static final int UNUSED_BITS_OF_SALT = 4;
    private static final int UNUSED_BITS_OF_SUM = 2;

    private final int cost;
    private final String text;

    private BcryptHash(int cost, String text) {
        this.cost = cost;
        this.text = text;
    }

    /** Empty if {@code text} is no hash of BCrypt, or one of a cost that BCrypt does not have. */
    static Optional<BcryptHash> parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int cost = Integer.parseInt(parts.group(1));
        if (cost < LOWEST_COST || cost > HIGHEST_COST) {
            return Optional.empty();
        }
        String canonical = "$2a$" + parts.group(1) + "$" + clear(parts.group(2), UNUSED_BITS_OF_SALT)
                + clear(parts.group(3), UNUSED_BITS_OF_SUM);
        return Optional.of(new BcryptHash(cost, canonical));
    }

    private static String clear(String base64, int bits) {
        int last = base64.length() - 1;
        return base64.substring(0, last) + ALPHABET.charAt(ALPHABET.indexOf(base64.charAt(last)) >> bits << bits);
    }

    /** The binary logarithm of the number of rounds: one more takes twice the time. */
    int cost() {
        return cost;
    }

    /** The same for every spelling of the hash. */
    String text() {
        return text;
    }

    /** Whether {@code innerToken} is the one behind this hash. Takes about 70 ms of a core at cost 10. */
    boolean matches(String innerToken) {
        return BCrypt.checkpw(innerToken, text);
    }
}
