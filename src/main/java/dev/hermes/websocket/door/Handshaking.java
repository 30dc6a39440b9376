package dev.hermes.websocket.door;

/** A request that is not answered yet, on one connection. For its event loop alone. */
interface Handshaking {

    /** Whether somebody still waits for the answer. */
    boolean isPending();

    /** It is its turn. */
    void begin();

    /** Its time is over. */
    void timedOut();

    /** The connection has ended. */
    void clientGone();
}
