package dev.hermes.websocket.socket;

/** Why this node closes a socket, and what its client is to do then. */
public enum CloseCode {
    /** Closed through the connections API. The client need not do anything. */
    NORMAL(1000, ""),
    /** The client broke the WebSocket protocol. It has to be mended. */
    PROTOCOL_ERROR(1002, "protocol error"),
    /** The client sent text that is not UTF-8. It has to be mended. */
    NOT_UTF_8(1007, "not UTF-8"),
    /** The client kept sending more messages than it may. It comes back slowly. */
    TOO_MANY_MESSAGES(1008, "too many messages"),
    /** The client sent a message over the limit. It has to be mended. */
    TOO_BIG(1009, "message too big"),
    /** This node stops. The client comes back at once, with jitter of its own. */
    RESTART(1012, "this node stops"),
    /** The client reads too slowly. It comes back with growing pauses. */
    TOO_SLOW(1013, "reads too slowly"),
    /** The token has expired. The client gets a new one and comes back. */
    EXPIRED(4401, "token expired"),
    /** Access was revoked. The client stays away. */
    REVOKED(4403, "access revoked");

    /** A node that stops cannot wait for long. */
    private static final long RESTART_GRACE_MILLIS = 1_000;

    private final int number;
    private final String reason;

    CloseCode(int number, String reason) {
        this.number = number;
        this.reason = reason;
    }

    /** As RFC 6455, section 7.4, numbers them. */
    public int number() {
        return number;
    }

    /** Sent along with the number, for people who debug a client. */
    String reason() {
        return reason;
    }

    /** How long the client may take to answer. */
    long graceMillis(SocketOptions options) {
        return this == RESTART ? RESTART_GRACE_MILLIS : options.closeGrace().toMillis();
    }

    /** Whether messages that were received before, and that no route has begun with, are dropped too. */
    boolean endsAccess() {
        return this == EXPIRED || this == REVOKED;
    }

    /** Whether a peer may send {@code number} in a close frame (RFC 6455, section 7.4). */
    static boolean mayBeSent(int number) {
        boolean registered = number >= 1000 && number <= 1014 && (number < 1004 || number > 1006);
        return registered || number >= 3000 && number <= 4999;
    }

    /** Of a violation that Netty's decoder found. */
    static CloseCode ofViolation(int number) {
        return number == TOO_BIG.number ? TOO_BIG : number == NOT_UTF_8.number ? NOT_UTF_8 : PROTOCOL_ERROR;
    }
}
