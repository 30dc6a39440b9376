package dev.hermes.websocket.socket;

/** How far a socket has come. It only moves on, and may leave out {@link #OPEN} and {@link #CLOSING}. */
enum SocketState {
    /** The handshake is under way. */
    ASKED,
    OPEN,
    /** This node or the client has decided to close; the connection still stands. */
    CLOSING,
    ENDED
}
