package dev.hermes.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hermes.digest.Sha256;
import dev.hermes.id.NumericId;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.SecretKey;

/** Mints and reads the JSON Web Tokens that clients connect with. Safe for use by many threads. */
public final class Tokens {

    private static final String USER = "user_id";
    private static final String ROOM = "room_id";
    private static final String INNER_TOKEN = "token";
    private static final String CRITICAL = "crit";

    /** Three parts of base64url without padding (RFC 7515, section 7.1). */
    private static final Pattern COMPACT = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");

    /** What the keys of DynamoDB hold, in bytes. */
    public static final int LONGEST_USER = 2048;

    public static final int LONGEST_ROOM = 1024;

    private final SecretKey key;
    private final Clock clock;
    private final AttributeClaims attributes;
    private final JwtParser parser;

    /** Of tokens that give their connections no attributes. */
    public Tokens(SecretKey key, Clock clock) {
        this(key, clock, List.of());
    }

    /** @param attributes the claims that are attributes of a token's connections */
    public Tokens(SecretKey key, Clock clock, Collection<String> attributes) {
        this.key = key;
        this.clock = clock;
        this.attributes = new AttributeClaims(attributes, System::nanoTime);
        this.parser = Jwts.parser()
                // Only the algorithm that minters use: a token that names another is refused before its key is looked
                // at.
                .sig()
                .clear()
                .add(Jwts.SIG.HS512)
                .and()
                // A deflated payload of a kilobyte can unpack to a gigabyte; no minter writes one.
                .zip()
                .clear()
                .and()
                .json(new TokenJson())
                .verifyWith(key)
                .build();
    }

    /** A token that lets {@code user} into {@code room} until {@code ttl} has passed. */
    public String mint(String user, String room, String innerToken, Duration ttl) {
        return mint(user, room, innerToken, ttl, Map.of());
    }

    /**
     * The same, with further claims.
     *
     * @param more claims beside those that Hermes reads
     */
    public String mint(String user, String room, String innerToken, Duration ttl, Map<String, ?> more) {
        return Jwts.builder()
                .claims(more)
                .claims(Map.of(USER, user, ROOM, room, INNER_TOKEN, innerToken))
                .expiration(Date.from(clock.instant().plus(ttl)))
                .signWith(key, Jwts.SIG.HS512)
                .compact();
    }

    /** Lower-case hex SHA-256 of {@code user + passcode + room}, which the minter puts into the token and hashes into the table. */
    public static String innerToken(String user, String passcode, String room) {
        return Sha256.hex(user + passcode + room);
    }

    /** @throws AccessDenied (401) if the token is not one of ours, is not valid now, never expires, or lacks a claim */
    Claims read(String token) {
        Map<?, ?> claims = verify(token);
        long expiresAt = Validity.of(claims).check(clock.instant());
        return new Claims(
                text(claims, USER, LONGEST_USER),
                text(claims, ROOM, LONGEST_ROOM),
                innerToken(claims),
                expiresAt,
                attributes.of(claims));
    }

    private Map<?, ?> verify(String token) {
        try {
            if (!isCanonical(token)) {
                throw AccessDenied.unauthorized("the token is not three parts of base64url");
            }
            var signed = parser.parseSignedClaims(token);
            if (((Map<?, ?>) signed.getHeader().get(TokenJson.ALL)).containsKey(CRITICAL)) {
                // RFC 7515, section 4.1.11: whatever it names, Hermes does not understand it.
                throw AccessDenied.unauthorized("the token has critical extensions");
            }
            return signed.getPayload().get(TokenJson.ALL, Map.class);
        } catch (JwtException | IllegalArgumentException e) {
            // The kind alone: messages of the parser can quote what they could not read, and with it the token.
            throw AccessDenied.unauthorized(
                    "the token is not accepted (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** Whether there is no other text for the same bytes: the last character of a part can have bits that say nothing. */
    private static boolean isCanonical(String token) {
        return COMPACT.matcher(token).matches()
                && Stream.of(token.split("\\.")).allMatch(part -> Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(Base64.getUrlDecoder().decode(part))
                        .equals(part));
    }

    private static String text(Map<?, ?> claims, String name, int longest) {
        Object value = claims.get(name);
        String text =
                value instanceof Number number ? NumericId.of(number) : value instanceof String string ? string : "";
        if (!text.isEmpty() && text.getBytes(UTF_8).length <= longest) {
            return text;
        }
        throw AccessDenied.unauthorized(
                "the token's '" + name + "' must be a string of 1 to " + longest + " bytes, or a number");
    }

    private static String innerToken(Map<?, ?> claims) {
        if (claims.get(INNER_TOKEN) instanceof String innerToken && !innerToken.isEmpty()) {
            return innerToken;
        }
        throw AccessDenied.unauthorized("the token has no inner '" + INNER_TOKEN + "'");
    }
}
