package dev.hermes.websocket.door;

import dev.hermes.connection.Connection;

/**
 * What the route has decided about a client.
 *
 * @param status 101 to let it in
 * @param connection who it is, and what has to be forgotten when it goes; null if the route did not come so far
 * @param expiresAt when its token expires, in seconds since 1970; null if the route does not say
 * @param refusal why it is not let in, for the log; null if the route does not say
 */
public record Verdict(int status, Connection connection, Long expiresAt, String refusal) {

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int SERVICE_UNAVAILABLE = 503;

    /** The route could not be run. */
    public static Verdict unavailable() {
        return new Verdict(SERVICE_UNAVAILABLE, null, null, null);
    }

    boolean letsIn() {
        return status == SWITCHING_PROTOCOLS;
    }
}
