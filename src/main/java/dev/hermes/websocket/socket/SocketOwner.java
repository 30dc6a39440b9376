package dev.hermes.websocket.socket;

/** Whoever made a socket for a handshake. Called on the socket's event loop. */
public interface SocketOwner {

    /** The socket is to close although its handshake is not answered: it has to be refused, and the socket ended. */
    void closedEarly(CloseCode code);

    /** Nothing can reach the client any more. */
    void ended();
}
