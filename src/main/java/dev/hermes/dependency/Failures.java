package dev.hermes.dependency;

/** What routes ask about an exception that they caught. */
public final class Failures {

    /** Whether the same request can be served later. */
    public boolean passes(Exception failure) {
        return FailureKind.of(failure) != FailureKind.REFUSED;
    }
}
