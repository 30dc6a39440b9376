package dev.hermes;

import dev.hermes.access.Authenticate;
import dev.hermes.access.CheckedPairs;
import dev.hermes.access.JwtSecret;
import dev.hermes.access.TokenHashes;
import dev.hermes.access.TokenMint;
import dev.hermes.access.TokenTable;
import dev.hermes.access.Tokens;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Who may connect, as the settings want it. */
public final class Access {

    private final Settings settings;
    private final Tokens tokens;
    private final TokenTable table;

    public Access(Settings settings, DynamoDbClient dynamoDb) {
        this.settings = settings;
        this.tokens = new Tokens(
                JwtSecret.key(settings.get("hermes.access.jwt-secret")),
                Clock.systemUTC(),
                settings.list("hermes.access.attributes"));
        this.table = new TokenTable(dynamoDb, settings.get("hermes.tokens.table"));
    }

    /** @param bcrypt runs BCrypt, and nothing else */
    Authenticate authenticate(ExecutorService bcrypt, TokenHashes hashes, MeterRegistry meters) {
        CheckedPairs pairs = new CheckedPairs(
                bcrypt,
                settings.number("hermes.access.max-waiting-checks"),
                Duration.ofSeconds(settings.number("hermes.access.remember-seconds")),
                settings.number("hermes.access.remember-pairs"),
                meters);
        return new Authenticate(
                tokens,
                hashes,
                pairs,
                settings.number("hermes.access.max-bcrypt-cost"),
                settings.get("hermes.node.endpoint"));
    }

    public TokenMint mint() {
        return new TokenMint(tokens, table, settings.get("hermes.access.passcode"));
    }
}
