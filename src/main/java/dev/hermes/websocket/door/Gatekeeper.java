package dev.hermes.websocket.door;

import dev.hermes.history.Since;
import dev.hermes.websocket.socket.Socket;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Decides who may come in, never on an event loop. {@code done} is called once, on any thread or at once. */
public interface Gatekeeper {

    /**
     * Decides about a client, and remembers the connection of one that may come in.
     *
     * @param since from where on it wants numbered frames; empty if it wants plain ones
     * @param waits run, on any thread, where the decision takes its time and costs others nothing meanwhile
     */
    void letIn(Socket socket, Optional<String> token, Optional<Since> since, Runnable waits, Consumer<Verdict> done);

    /**
     * Decides about a client without letting it in: nothing is remembered.
     *
     * @param stillThere whether anybody still waits for the answer
     * @param waits as above
     */
    void check(Optional<String> token, BooleanSupplier stillThere, Runnable waits, Consumer<Verdict> done);
}
