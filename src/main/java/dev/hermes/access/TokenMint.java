package dev.hermes.access;

import java.time.Duration;
import java.util.Map;

/** Makes tokens that Hermes lets in, as any minter of the system does. */
public final class TokenMint {

    private final Tokens tokens;
    private final TokenTable table;
    private final String passcode;

    /** @param passcode the secret that minters share, and that Hermes itself never needs */
    public TokenMint(Tokens tokens, TokenTable table, String passcode) {
        this.tokens = tokens;
        this.table = table;
        this.passcode = passcode;
    }

    /** As {@link #mint(String, String, Duration, Map)}, without attributes. */
    public String mint(String user, String room, Duration ttl) {
        return mint(user, room, ttl, Map.of());
    }

    /**
     * A token for {@code user} in {@code room}, whose hash stands in the table when this returns. Earlier tokens of the
     * pair stay good until they expire: their inner token is the same.
     *
     * @param attributes claims that are attributes of the token's connections
     * @throws IllegalStateException if there is no passcode
     * @throws software.amazon.awssdk.core.exception.SdkException if the table does not answer
     */
    public String mint(String user, String room, Duration ttl, Map<String, ?> attributes) {
        if (passcode.isEmpty()) {
            throw new IllegalStateException(
                    "hermes.access.passcode is not set: set HERMES_PASSCODE to the passcode that"
                            + " your minters share");
        }
        String innerToken = Tokens.innerToken(user, passcode, room);
        table.allow(user, room, innerToken);
        return tokens.mint(user, room, innerToken, ttl, attributes);
    }
}
