package dev.hermes.management;

/** A call is not signed as it must be. The message is for the operator; the caller gets nothing but 403. */
public final class WronglySigned extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public WronglySigned(String reason) {
        super(reason, null, false, false);
    }
}
