package dev.hermes.websocket.door;

import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * Why a handshake is not answered with 101.
 *
 * @param status with which it is answered instead
 * @param reason a stable name, for metrics and for clients that ask; tells nothing that is secret
 */
record Refusal(HttpResponseStatus status, String reason) {

    static final Refusal STOPPING = new Refusal(HttpResponseStatus.SERVICE_UNAVAILABLE, "not-ready");
    static final Refusal UNAVAILABLE = new Refusal(HttpResponseStatus.SERVICE_UNAVAILABLE, "unavailable");
    static final Refusal TOO_SLOW = new Refusal(HttpResponseStatus.SERVICE_UNAVAILABLE, "deadline");
    static final Refusal CLOSED = new Refusal(HttpResponseStatus.SERVICE_UNAVAILABLE, "closed");
    static final Refusal TOO_MANY_SOCKETS = new Refusal(HttpResponseStatus.SERVICE_UNAVAILABLE, "too-many-sockets");
    static final Refusal TOO_MANY_OF_USER =
            new Refusal(HttpResponseStatus.TOO_MANY_REQUESTS, "too-many-sockets-of-user");
    static final Refusal TOO_MANY_OF_ADDRESS =
            new Refusal(HttpResponseStatus.TOO_MANY_REQUESTS, "too-many-sockets-of-address");
    static final Refusal TOO_FAST = new Refusal(HttpResponseStatus.TOO_MANY_REQUESTS, "too-many-handshakes");
    static final Refusal FOREIGN_ORIGIN = new Refusal(HttpResponseStatus.FORBIDDEN, "origin");
    static final Refusal OTHER_STAGE = new Refusal(HttpResponseStatus.FORBIDDEN, "stage");
    static final Refusal REVOKED = new Refusal(HttpResponseStatus.FORBIDDEN, "revoked");
    static final Refusal NO_UPGRADE = new Refusal(HttpResponseStatus.UPGRADE_REQUIRED, "upgrade-required");
    static final Refusal MALFORMED = new Refusal(HttpResponseStatus.BAD_REQUEST, "malformed");

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    /** What the route has answered. */
    static Refusal ofRoute(int status) {
        String reason =
                switch (status) {
                    case UNAUTHORIZED -> "unauthorized";
                    case FORBIDDEN -> "forbidden";
                    default -> status == UNAVAILABLE.status.code() ? UNAVAILABLE.reason : "refused";
                };
        return new Refusal(HttpResponseStatus.valueOf(status), reason);
    }

    /** Whether the client is to come back later with what it has. */
    boolean isTemporary() {
        return status.equals(HttpResponseStatus.SERVICE_UNAVAILABLE)
                || status.equals(HttpResponseStatus.TOO_MANY_REQUESTS);
    }
}
