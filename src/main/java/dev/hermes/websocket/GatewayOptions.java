package dev.hermes.websocket;

import dev.hermes.websocket.door.DoorOptions;
import dev.hermes.websocket.socket.SocketOptions;
import java.time.Duration;

/**
 * How the gateway treats its clients.
 *
 * @param eventLoops how many listeners share the port
 * @param handshakeThreads threads that run the route for handshakes
 * @param eventThreads threads that run the route for messages and closes
 * @param drainDelay for which a node that stops lets its clients be
 * @param drainTime over which it closes their sockets then
 */
public record GatewayOptions(
        DoorOptions door,
        SocketOptions socket,
        int eventLoops,
        int handshakeThreads,
        int eventThreads,
        Duration drainDelay,
        Duration drainTime) {}
