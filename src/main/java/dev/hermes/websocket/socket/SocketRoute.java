package dev.hermes.websocket.socket;

/**
 * Handles what happens on sockets, never on an event loop. Each call returns at once; {@code done} is run once, on any
 * thread, when the event has been handled, whatever came of it.
 */
public interface SocketRoute {

    /** A client has sent a message. */
    void message(Socket socket, String message, Runnable done);

    /** A socket has ended. */
    void closed(Socket socket, Runnable done);
}
