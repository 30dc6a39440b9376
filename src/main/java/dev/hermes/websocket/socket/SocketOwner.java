package dev.hermes.websocket.socket;

/** Told, on the socket's event loop, of what its client cannot be told or is not there for any more. */
public interface SocketOwner {

    /** The socket is to close although its handshake is not answered: it has to be refused, and the socket ended. */
    default void closedEarly(CloseCode code) {
        throw new IllegalStateException("The handshake is answered");
    }

    /** Nothing can reach the client any more. */
    void ended();
}
