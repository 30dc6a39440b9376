package dev.hermes.websocket.door;

import dev.hermes.websocket.socket.SocketOwner;

/** The places in the limits that one client takes, from its handshake to the end of its socket. For the connection's event loop alone. */
final class Guest implements SocketOwner {

    private final Limits limits;
    private final String address;
    private String user;

    /** @param address whose place is taken already */
    Guest(Limits limits, String address) {
        this.limits = limits;
        this.address = address;
    }

    String address() {
        return address;
    }

    /** Takes a place of a user; false if there is none. */
    boolean enter(String userId) {
        if (!limits.enterUser(userId)) {
            return false;
        }
        user = userId;
        return true;
    }

    /** Gives all places up. */
    @Override
    public void ended() {
        limits.leave(address);
        if (user != null) {
            limits.leaveUser(user);
        }
    }
}
