package dev.hermes.websocket.door;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Whom the gateway lets in, and at what pace. A limit of 0 is none.
 *
 * @param allowedOrigins origins of pages that may connect; empty: any
 * @param trustedProxies networks ({@code 10.0.0.0/8}) whose {@code X-Forwarded-For} is believed
 * @param handshakeTime from a client's first byte to the answer
 * @param handshakesPerSecond how many clients each event loop lets in; more wait
 * @param maxSockets of this node
 * @param maxSocketsPerUser of this node
 * @param maxSocketsPerAddress of this node
 * @param handshakesPerAddressPerSecond more are refused
 */
public record DoorOptions(
        Set<String> allowedOrigins,
        List<String> trustedProxies,
        Duration handshakeTime,
        int handshakesPerSecond,
        int maxSockets,
        int maxSocketsPerUser,
        int maxSocketsPerAddress,
        int handshakesPerAddressPerSecond) {}
