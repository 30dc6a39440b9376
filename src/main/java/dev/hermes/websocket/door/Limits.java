package dev.hermes.websocket.door;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** How many sockets and handshakes this node takes, in all, of a user and of a source address. Safe for many threads. */
final class Limits {

    private final int maxSockets;
    private final AtomicInteger sockets = new AtomicInteger();
    private final Counts ofAddress;
    private final Counts ofUser;
    private final AddressPace handshakes;

    /** @param clock in nanoseconds */
    Limits(DoorOptions options, LongSupplier clock) {
        this.maxSockets = options.maxSockets();
        this.ofAddress = new Counts(options.maxSocketsPerAddress());
        this.ofUser = new Counts(options.maxSocketsPerUser());
        this.handshakes = new AddressPace(options.handshakesPerAddressPerSecond(), clock);
    }

    /** A handshake has begun, whatever comes of it: why it is to be refused, if it is. */
    Optional<Refusal> handshake(String address) {
        return handshakes.allows(address) ? Optional.empty() : Optional.of(Refusal.TOO_FAST);
    }

    /** Takes the place of one socket of an address until {@link #leave}; if there is none, says why. */
    Optional<Refusal> enter(String address) {
        if (sockets.incrementAndGet() > maxSockets && maxSockets > 0) {
            sockets.decrementAndGet();
            return Optional.of(Refusal.TOO_MANY_SOCKETS);
        }
        if (!ofAddress.take(address)) {
            sockets.decrementAndGet();
            return Optional.of(Refusal.TOO_MANY_OF_ADDRESS);
        }
        return Optional.empty();
    }

    /** Why there is no place for one more socket of an address, if there is none. */
    Optional<Refusal> look(String address) {
        if (maxSockets > 0 && sockets.get() >= maxSockets) {
            return Optional.of(Refusal.TOO_MANY_SOCKETS);
        }
        return ofAddress.isFull(address) ? Optional.of(Refusal.TOO_MANY_OF_ADDRESS) : Optional.empty();
    }

    void leave(String address) {
        sockets.decrementAndGet();
        ofAddress.release(address);
    }

    /** Takes the place of one socket of a user until {@link #leaveUser}; false if there is none. */
    boolean enterUser(String user) {
        return ofUser.take(user);
    }

    boolean hasPlaceFor(String user) {
        return !ofUser.isFull(user);
    }

    void leaveUser(String user) {
        ofUser.release(user);
    }
}
