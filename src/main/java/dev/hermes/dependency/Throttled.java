package dev.hermes.dependency;

/** A request was not made, or not answered in time, because its dependency accepts fewer requests than are waiting. */
public final class Throttled extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public Throttled(String message) {
        super(message);
    }
}
