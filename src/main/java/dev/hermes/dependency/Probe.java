package dev.hermes.dependency;

import java.util.List;

/** Asks a table or queue whether it serves, by requests that change nothing. */
interface Probe {

    /** The table or queue. */
    String resource();

    /** The operations to ask for when nobody else does. */
    List<String> routine();

    /**
     * @return whether there is a harmless request of this operation
     * @throws RuntimeException if it was not served
     */
    boolean ask(String operation);
}
