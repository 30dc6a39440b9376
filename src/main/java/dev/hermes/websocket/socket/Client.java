package dev.hermes.websocket.socket;

import java.time.Instant;

/** What is known of the client behind a socket. For the socket's event loop alone. */
public final class Client {

    private final String sourceIp;
    private final String userAgent;
    private final long connectedAt;
    private long lastActiveAt;

    /**
     * @param sourceIp its address, or that of the proxy in front of it where no trusted proxy names it
     * @param userAgent what it calls itself, at most 256 characters; may be empty
     * @param now in milliseconds since 1970
     */
    public Client(String sourceIp, String userAgent, long now) {
        this.sourceIp = sourceIp;
        this.userAgent = userAgent;
        this.connectedAt = now;
        this.lastActiveAt = now;
    }

    /** It sent a message. Pongs do not count: the gateway itself asks for them all the time. */
    void active(long now) {
        lastActiveAt = now;
    }

    LiveConnection describe() {
        return new LiveConnection(
                Instant.ofEpochMilli(connectedAt), Instant.ofEpochMilli(lastActiveAt), sourceIp, userAgent);
    }
}
