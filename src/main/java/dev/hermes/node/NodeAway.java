package dev.hermes.node;

/** Another node did not take a push: it does not answer, or not as a node would. Its clients may have moved on. */
public final class NodeAway extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NodeAway(String endpoint, String what, Throwable cause) {
        super("Node " + endpoint + " " + what, cause);
    }
}
