package dev.hermes.management;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Optional;

/** Percent-encoding as Signature Version 4 wants it: all but the unreserved characters of RFC 3986, in upper-case hex. */
public final class PercentEncoding {

    private static final String UNRESERVED = "-._~";

    private PercentEncoding() {}

    /** Leaves slashes as they are, and encodes percent signs like all others. */
    static String encodePath(String path) {
        return encode(path, "/");
    }

    /** Encodes what may be encoded already. */
    static String again(String text) {
        return encode(decode(text).orElse(text), "");
    }

    /** @return empty if a percent sign is not followed by two hex digits */
    public static Optional<String> decode(String text) {
        return decode(text, UTF_8);
    }

    private static Optional<String> decode(String text, Charset charset) {
        try {
            // Only in forms does a plus stand for a space.
            return Optional.of(URLDecoder.decode(text.replace("+", "%2B"), charset));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** @return empty also if what is encoded is no UTF-8: {@link #decode} has U+FFFD in its place */
    public static Optional<String> decodeStrictly(String text) {
        return decode(text).filter(decoded -> decode(text, ISO_8859_1)
                .filter(bytes -> Arrays.equals(bytes.getBytes(ISO_8859_1), decoded.getBytes(UTF_8)))
                .isPresent());
    }

    private static String encode(String text, String kept) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte next : text.getBytes(UTF_8)) {
            char character = (char) (next & 0xFF);
            if (isAlphanumeric(character) || UNRESERVED.indexOf(character) >= 0 || kept.indexOf(character) >= 0) {
                encoded.append(character);
            } else {
                encoded.append('%').append(hex(next >> 4)).append(hex(next));
            }
        }
        return encoded.toString();
    }

    private static boolean isAlphanumeric(char character) {
        return character >= 'a' && character <= 'z'
                || character >= 'A' && character <= 'Z'
                || character >= '0' && character <= '9';
    }

    private static char hex(int digit) {
        return Character.toUpperCase(Character.forDigit(digit & 0xF, 16));
    }
}
