package dev.hermes.bench;

/** What was received is not what was sent: no figure of such a run is worth anything. */
final class Wrong extends RuntimeException {

    private static final long serialVersionUID = 1;

    Wrong(String message) {
        super(message);
    }
}
