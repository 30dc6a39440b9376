package dev.hermes.websocket.socket;

import java.time.Duration;

/**
 * How a socket treats its client.
 *
 * @param maxMessageBytes the longest message that a client may send, over all its frames
 * @param maxQueueBytes how much may wait for a client that does not read, with what it makes the node hold
 * @param pingInterval between two pings to the same client; it must answer within that time
 * @param closeGrace how long a client that was told to close may take to do so
 * @param maxMessagesPerSecond of a client, over time; twice as many may come at once; 0: any number
 * @param closesAtExpiry whether a socket is closed when the token of its client expires
 */
public record SocketOptions(
        int maxMessageBytes,
        int maxQueueBytes,
        Duration pingInterval,
        Duration closeGrace,
        int maxMessagesPerSecond,
        boolean closesAtExpiry) {}
