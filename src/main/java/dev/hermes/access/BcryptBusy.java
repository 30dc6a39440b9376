package dev.hermes.access;

/** No more checks may wait for BCrypt. The client may come back: 503. */
public final class BcryptBusy extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BcryptBusy() {
        super("BCrypt has as many checks waiting as hermes.access.max-waiting-checks allows");
    }
}
