package dev.hermes.access;

import dev.hermes.connection.Connection;
import dev.hermes.rules.LastingStep;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * Lets a client in, or says why not.
 *
 * <p>Reads the token from the {@value #TOKEN} header ({@code Bearer <JWT>}) and removes it, so that no later step can log
 * or forward it. If all holds, the exchange goes on with the {@value #CONNECTION} variable set to the connection that
 * the {@value #CONNECTION_ID} header names, and the user, room and attributes of the token, and the {@value #EXPIRES_AT} variable set
 * to the second in which the token expires. If not, it stops with {@link AccessDenied}, with {@link BcryptBusy}, or, where
 * the {@value #STILL_THERE} variable says so, with {@link ClientLeft}.
 *
 * <p>The exchange goes on asynchronously. Safe for use by many threads.
 */
public final class Authenticate extends LastingStep {

    /** The exchange variable that holds the {@link Connection}. */
    public static final String CONNECTION = "connection";

    /** The exchange variable that holds the endpoint of another gateway, where that one has the connection. */
    public static final String ENDPOINT = "endpoint";

    /** The exchange variable that holds the token's {@code exp}: a {@link Long}, in seconds since 1970. */
    public static final String EXPIRES_AT = "expiresAt";

    /**
     * The exchange variable that holds whether the client still waits: a {@link BooleanSupplier}, asked on any thread before
     * each costly step, so it must be cheap. Not set: the client is there.
     */
    public static final String STILL_THERE = "stillThere";

    /**
     * The exchange variable that is told, on any thread, that the client has to wait for BCrypt: a {@link Runnable}, which
     * must be cheap. Not set: nobody wants to know.
     */
    public static final String WAITS = "waits";

    static final String TOKEN = "Authorization";
    static final String CONNECTION_ID = "CamelVertxWebsocket.connectionKey";

    private static final String BEARER = "Bearer ";
    private static final BooleanSupplier ALWAYS = () -> true;
    private static final Runnable NOBODY_TOLD = () -> {};

    private final Tokens tokens;
    private final TokenHashes hashes;
    private final CheckedPairs pairs;
    private final int maxCost;
    private final String ownEndpoint;

    /**
     * @param maxCost the highest BCrypt cost of a row that lets in; 0: any
     * @param ownEndpoint of connections that no other gateway holds
     */
    public Authenticate(Tokens tokens, TokenHashes hashes, CheckedPairs pairs, int maxCost, String ownEndpoint) {
        this.maxCost = maxCost;
        this.ownEndpoint = ownEndpoint;
        this.tokens = tokens;
        this.hashes = hashes;
        this.pairs = pairs;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Claims claims;
        BooleanSupplier stillThere = exchange.getVariable(STILL_THERE, ALWAYS, BooleanSupplier.class);
        Runnable waits = exchange.getVariable(WAITS, NOBODY_TOLD, Runnable.class);
        try {
            claims = tokens.read(takeToken(exchange));
            if (!stillThere.getAsBoolean()) {
                throw new ClientLeft();
            }
        } catch (RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        return goOnAfter(
                pairs.limit(claims.innerToken(), () -> hashes.of(claims.userId(), claims.roomId())
                                .thenCompose(hash -> match(claims, hash, stillThere, waits)))
                        .thenAccept(any -> letIn(exchange, claims)),
                exchange,
                callback);
    }

    /** Fails with {@link AccessDenied} unless the inner token is the one that was hashed. */
    private CompletableFuture<Boolean> match(
            Claims claims, Optional<String> row, BooleanSupplier stillThere, Runnable waits) {
        BcryptHash hash = BcryptHash.parse(
                        row.orElseThrow(() -> AccessDenied.forbidden(claims + " has no row in the table of tokens")))
                .orElseThrow(() -> AccessDenied.forbidden("the row of " + claims + " holds no BCrypt hash"));
        if (maxCost > 0 && hash.cost() > maxCost) {
            throw AccessDenied.forbidden("the row of " + claims + " has BCrypt cost " + hash.cost()
                    + ", and hermes.access.max-bcrypt-cost is " + maxCost);
        }
        return pairs.match(claims.innerToken(), hash, stillThere, waits).handle((matches, failure) -> {
            if (failure instanceof BcryptBusy || failure instanceof ClientLeft) {
                throw new CompletionException(failure);
            }
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
        exchange.setVariable(EXPIRES_AT, claims.expiresAt());
        exchange.setVariable(
                CONNECTION, new Connection(id, claims.roomId(), claims.userId(), endpoint, claims.attributes()));
    }

    private static String takeToken(Exchange exchange) {
        Object header = exchange.getMessage().removeHeader(TOKEN);
        if (header instanceof String value && value.length() > BEARER.length() && value.startsWith(BEARER)) {
            return value.substring(BEARER.length());
        }
        throw AccessDenied.unauthorized("no token");
    }
}
