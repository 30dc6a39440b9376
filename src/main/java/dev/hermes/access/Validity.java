package dev.hermes.access;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

/**
 * When a token is good (RFC 7519, section 4.1), in seconds since 1970, a fraction of a second included.
 *
 * @param notBefore null: at any time
 * @param issuedAt null: not told, or told in a way that is not a number, which nobody needs
 */
record Validity(BigDecimal expires, BigDecimal notBefore, BigDecimal issuedAt) {

    private static final String EXPIRES = "exp";
    private static final String NOT_BEFORE = "nbf";
    private static final String ISSUED_AT = "iat";

    /** How far the clock of a minter may be ahead. An expired token has expired. */
    private static final BigDecimal LEEWAY_SECONDS = BigDecimal.valueOf(5);

    /** The last second that fits into milliseconds of 64 bits, as most clocks count. */
    private static final BigDecimal LAST = BigDecimal.valueOf(Long.MAX_VALUE / 1_000);

    /** @throws AccessDenied (401) if {@code exp} is missing, or {@code exp} or {@code nbf} is not a number of seconds */
    static Validity of(Map<?, ?> claims) {
        if (claims.get(EXPIRES) == null) {
            throw AccessDenied.unauthorized("the token has no '" + EXPIRES + "', so it would never expire");
        }
        return new Validity(
                seconds(EXPIRES, claims.get(EXPIRES)),
                claims.get(NOT_BEFORE) == null ? null : seconds(NOT_BEFORE, claims.get(NOT_BEFORE)),
                claims.get(ISSUED_AT) instanceof Number issuedAt ? seconds(ISSUED_AT, issuedAt) : null);
    }

    /**
     * The second in which the token expires.
     *
     * @throws AccessDenied (401) if it is not good at {@code instant}
     */
    long check(Instant instant) {
        BigDecimal now = BigDecimal.valueOf(instant.getEpochSecond()).add(BigDecimal.valueOf(instant.getNano(), 9));
        BigDecimal latestStart = now.add(LEEWAY_SECONDS);
        if (expires.compareTo(now) <= 0) {
            throw AccessDenied.unauthorized("the token has expired");
        }
        if (notBefore != null && notBefore.compareTo(latestStart) > 0) {
            throw AccessDenied.unauthorized("the token is not valid yet ('" + NOT_BEFORE + "')");
        }
        if (issuedAt != null && issuedAt.compareTo(latestStart) > 0) {
            throw AccessDenied.unauthorized("the token was issued in the future ('" + ISSUED_AT + "')");
        }
        return expires.longValue();
    }

    private static BigDecimal seconds(String name, Object value) {
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            BigDecimal seconds = new BigDecimal(number.toString());
            if (seconds.abs().compareTo(LAST) <= 0) {
                return seconds;
            }
        }
        throw AccessDenied.unauthorized("the token's '" + name + "' is not a number of seconds");
    }
}
