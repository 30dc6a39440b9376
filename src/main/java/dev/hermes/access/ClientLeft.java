package dev.hermes.access;

/** The client left before it was let in, so nobody waits for the answer. */
public final class ClientLeft extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ClientLeft() {
        super("The client left before its token was checked");
    }
}
