package dev.hermes.history;

import java.util.Collection;
import java.util.Optional;

/** The sockets of this node, as those see them who number frames. Safe for use by many threads; nothing blocks. */
public interface Outlets {

    /**
     * Pushes one text message to each of these connections, behind all that was pushed to them before.
     *
     * @param ids not changed afterwards
     */
    void push(Collection<String> ids, String text);

    /** The socket of a connection; empty if this node has none. */
    Optional<Outlet> find(String connectionId);

    /** One socket. */
    interface Outlet {

        /** Runs a task on the socket's event loop, when all that was pushed so far has been written. */
        void run(Runnable task);

        /**
         * On the event loop: writes one text message past what waits to be pushed.
         *
         * @param left run on the event loop when the message has left, which may be never
         */
        void write(String text, Runnable left);
    }
}
