package dev.hermes.dev;

/** A failure that a test provokes, without a stack trace, which nobody needs in the output of tests. */
public final class Expected extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public Expected() {
        super("expected", null, false, false);
    }
}
