package dev.hermes.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jsonwebtoken.security.Keys;
import javax.crypto.SecretKey;

/** The secret that signs tokens, shared with those that mint them. */
public final class JwtSecret {

    /** What HS512 asks for (RFC 7518, section 3.2): a key at least as long as the hash. */
    static final int SHORTEST = 64;

    private JwtSecret() {}

    /**
     * The key for HS512.
     *
     * @throws IllegalStateException if the secret is missing or shorter than {@value #SHORTEST} bytes of UTF-8; the
     *     message says what to set and does not show the secret
     */
    public static SecretKey key(String secret) {
        byte[] bytes = secret.getBytes(UTF_8);
        if (bytes.length < SHORTEST) {
            throw new IllegalStateException("hermes.access.jwt-secret "
                    + (bytes.length == 0 ? "is not set" : "has only " + bytes.length + " bytes")
                    + ": set HERMES_JWT_SECRET to the secret that your tokens are signed with, at least " + SHORTEST
                    + " bytes (HS512). A new one: openssl rand -hex 64");
        }
        return Keys.hmacShaKeyFor(bytes);
    }
}
