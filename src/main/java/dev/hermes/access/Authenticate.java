package dev.hermes.access;

import dev.hermes.connection.Connection;
import dev.hermes.rules.LastingStep;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * Lets a client in, or says why not.
 *
 * <p>Reads the token from the {@value #TOKEN} header ({@code Bearer <JWT>}) and removes it, so that no later step can log
 * or forward it. If all holds, the exchange goes on with the {@value #CONNECTION} variable set to the connection that
 * the {@value #CONNECTION_ID} header names, and the user and room of the token. If not, it stops with
 * {@link AccessDenied}.
 *
 * <p>The exchange goes on asynchronously. Safe for use by many threads.
 */
public final class Authenticate extends LastingStep {

    /** The exchange variable that holds the {@link Connection}. */
    public static final String CONNECTION = "connection";

    /** The exchange variable that holds the endpoint of another gateway, where that one has the connection. */
    public static final String ENDPOINT = "endpoint";

    static final String TOKEN = "Authorization";
    static final String CONNECTION_ID = "CamelVertxWebsocket.connectionKey";

    private static final String BEARER = "Bearer ";

    private final Tokens tokens;
    private final TokenHashes hashes;
    private final CheckedPairs pairs;
    private final String ownEndpoint;

    /** @param ownEndpoint of connections that no other gateway holds */
    public Authenticate(Tokens tokens, TokenHashes hashes, CheckedPairs pairs, String ownEndpoint) {
        this.ownEndpoint = ownEndpoint;
        this.tokens = tokens;
        this.hashes = hashes;
        this.pairs = pairs;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Claims claims;
        try {
            claims = tokens.read(takeToken(exchange));
        } catch (RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        return goOnAfter(
                hashes.of(claims.userId(), claims.roomId())
                        .thenCompose(hash -> match(claims, hash))
                        .thenAccept(any -> letIn(exchange, claims)),
                exchange,
                callback);
    }

    /** Fails with {@link AccessDenied} unless the inner token is the one that was hashed. */
    private CompletableFuture<Boolean> match(Claims claims, Optional<String> hash) {
        if (hash.isEmpty()) {
            throw AccessDenied.forbidden(claims + " has no row in the table of tokens");
        }
        if (!CheckedPairs.isHash(hash.get())) {
            throw AccessDenied.forbidden("the row of " + claims + " holds no BCrypt hash");
        }
        return pairs.match(claims.innerToken(), hash.get()).handle((matches, failure) -> {
            if (failure != null) {
                throw new IllegalStateException("BCrypt could not be run for " + claims, failure);
            }
            if (!matches) {
                throw AccessDenied.forbidden("the inner token of " + claims + " does not match");
            }
            return true;
        });
    }

    private void letIn(Exchange exchange, Claims claims) {
        String id = exchange.getMessage().getHeader(CONNECTION_ID, String.class);
        String endpoint = exchange.getVariable(ENDPOINT, ownEndpoint, String.class);
        exchange.setVariable(CONNECTION, new Connection(id, claims.roomId(), claims.userId(), endpoint));
    }

    private static String takeToken(Exchange exchange) {
        Object header = exchange.getMessage().removeHeader(TOKEN);
        if (header instanceof String value && value.length() > BEARER.length() && value.startsWith(BEARER)) {
            return value.substring(BEARER.length());
        }
        throw AccessDenied.unauthorized("no token");
    }
}
