package dev.hermes;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** Finds out at start whether another process answers at the address under which other nodes would look for this one. */
final class EndpointCheck {

    private static final int PATIENCE_MILLIS = 500;

    private final String endpoint;
    private final CompletableFuture<Boolean> taken;

    private EndpointCheck(String endpoint) {
        this.endpoint = endpoint;
        this.taken = CompletableFuture.supplyAsync(this::answers);
    }

    /** Asks, beside the rest of the start; before this process listens. */
    static EndpointCheck begin(Settings settings) {
        return new EndpointCheck(settings.get("hermes.node.endpoint"));
    }

    /** @throws IllegalStateException if another Hermes answers there */
    void finish() {
        if (taken.join()) {
            throw new IllegalStateException("Another process answers at " + endpoint
                    + ": set hermes.node.endpoint to an" + " address at which other nodes reach this one alone");
        }
    }

    /** Every Hermes refuses a call that is not signed as API Gateway does. Silence, or another server, is no Hermes. */
    private boolean answers() {
        try {
            HttpURLConnection asked = (HttpURLConnection)
                    URI.create(endpoint + "/@nodes/start").toURL().openConnection();
            asked.setConnectTimeout(PATIENCE_MILLIS);
            asked.setReadTimeout(PATIENCE_MILLIS);
            try {
                return asked.getResponseCode() == HttpURLConnection.HTTP_FORBIDDEN
                        && "ForbiddenException".equals(asked.getHeaderField("x-amzn-ErrorType"));
            } finally {
                asked.disconnect();
            }
        } catch (IOException | IllegalArgumentException | ClassCastException silent) {
            return false;
        }
    }
}
