package dev.hermes.websocket;

import java.time.Duration;
import java.util.Set;

/**
 * How the gateway treats its clients.
 *
 * @param allowedOrigins origins of pages that may connect; empty: any
 * @param maxMessageBytes the longest message that a client may send, over all its frames
 * @param maxQueueBytes how much may wait for a client that does not read
 * @param pingInterval between two pings to the same client; it must answer within that time
 * @param closeGrace how long a client that was told to go may take to do so
 * @param eventLoops how many listeners share the port
 * @param handshakesPerSecond how many clients each of them lets in; more wait
 * @param handshakeThreads threads that run the route for handshakes
 * @param eventThreads threads that run the route for messages and closes
 */
public record GatewayOptions(
        Set<String> allowedOrigins,
        int maxMessageBytes,
        int maxQueueBytes,
        Duration pingInterval,
        Duration closeGrace,
        int eventLoops,
        int handshakesPerSecond,
        int handshakeThreads,
        int eventThreads) {}
