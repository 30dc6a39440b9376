package dev.hermes.websocket.socket;

import java.time.Instant;

/**
 * What is known of a connection that this node holds.
 *
 * @param connectedAt when it was asked for
 * @param lastActiveAt when its client last sent a message
 * @param sourceIp the client, or the proxy before Hermes where no trusted proxy names the client
 * @param userAgent what the client calls itself, at most 256 characters; may be empty
 */
public record LiveConnection(Instant connectedAt, Instant lastActiveAt, String sourceIp, String userAgent) {}
