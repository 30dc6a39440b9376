package dev.hermes.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.SecretKey;

/** Mints and reads the JSON Web Tokens that clients connect with. Safe for use by many threads. */
public final class Tokens {

    private static final String USER = "user_id";
    private static final String ROOM = "room_id";
    private static final String INNER_TOKEN = "token";
    /** What the keys of DynamoDB hold, in bytes. */
    public static final int LONGEST_USER = 2048;

    public static final int LONGEST_ROOM = 1024;

    private final SecretKey key;
    private final Clock clock;
    private final JwtParser parser;

    public Tokens(SecretKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
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
                .verifyWith(key)
                .clock(() -> Date.from(clock.instant()))
                .build();
    }

    /** A token that lets {@code user} into {@code room} until {@code ttl} has passed. */
    public String mint(String user, String room, String innerToken, Duration ttl) {
        return Jwts.builder()
                .claims(Map.of(USER, user, ROOM, room, INNER_TOKEN, innerToken))
                .expiration(Date.from(clock.instant().plus(ttl)))
                .signWith(key, Jwts.SIG.HS512)
                .compact();
    }

    /** Lower-case hex SHA-256 of {@code user + passcode + room}, which the minter puts into the token and hashes into the table. */
    public static String innerToken(String user, String passcode, String room) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest((user + passcode + room).getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java lacks SHA-256, which every Java has to have", e);
        }
    }

    /** @throws AccessDenied (401) if the token is not one of ours, has expired, never expires, or lacks a claim */
    Claims read(String token) {
        io.jsonwebtoken.Claims claims = verify(token);
        if (claims.getExpiration() == null) {
            throw AccessDenied.unauthorized("the token has no 'exp', so it would never expire");
        }
        return new Claims(text(claims, USER, LONGEST_USER), text(claims, ROOM, LONGEST_ROOM), innerToken(claims));
    }

    private io.jsonwebtoken.Claims verify(String token) {
        try {
            return parser.parseSignedClaims(token).getPayload();
        } catch (JwtException | IllegalArgumentException e) {
            // The kind alone: messages of the parser can quote what they could not read, and with it the token.
            throw AccessDenied.unauthorized(
                    "the token is not accepted (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static String text(io.jsonwebtoken.Claims claims, String name, int longest) {
        Object value = claims.get(name);
        if (value instanceof String || value instanceof Number) {
            String text = value.toString();
            if (!text.isEmpty() && text.getBytes(UTF_8).length <= longest) {
                return text;
            }
        }
        throw AccessDenied.unauthorized(
                "the token's '" + name + "' must be a string of 1 to " + longest + " bytes, or a number");
    }

    private static String innerToken(io.jsonwebtoken.Claims claims) {
        if (claims.get(INNER_TOKEN) instanceof String innerToken && !innerToken.isEmpty()) {
            return innerToken;
        }
        throw AccessDenied.unauthorized("the token has no inner '" + INNER_TOKEN + "'");
    }
}
