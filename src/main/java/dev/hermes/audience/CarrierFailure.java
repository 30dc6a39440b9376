package dev.hermes.audience;

import java.util.List;
import java.util.concurrent.CompletionException;

/** A holder did not take pushes. */
public final class CarrierFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    /** Null: none of the pushes was taken, as far as is known. */
    private final transient List<Push> left;

    public CarrierFailure(Kind kind, String message, Throwable cause) {
        this(kind, message, cause, null);
    }

    private CarrierFailure(Kind kind, String message, Throwable cause, List<Push> left) {
        super(message, cause, false, false);
        this.kind = kind;
        this.left = left;
    }

    /** The same, where all but these pushes were taken. */
    public CarrierFailure leaving(List<Push> pushes) {
        return new CarrierFailure(kind, getMessage(), getCause(), List.copyOf(pushes));
    }

    /** Whether the push was not taken, as far as is known. */
    public boolean isLeft(Push push) {
        return left == null || left.contains(push);
    }

    /** What a request failed with, in these terms: what nobody has judged means that the holder does not answer. */
    public static CarrierFailure of(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof CarrierFailure known
                ? known
                : new CarrierFailure(Kind.UNAVAILABLE, cause.toString(), cause);
    }

    public Kind kind() {
        return kind;
    }

    /** Whether the holder has answered, if only that it does not take the pushes. */
    boolean isAnswer() {
        return kind == Kind.BUSY || kind == Kind.REFUSED;
    }

    /** What the failure says of the holder. */
    public enum Kind {
        /** It does not answer, or not as such a holder does: the next push may fare the same. */
        UNAVAILABLE,
        /** Another process answers at its address: no push will reach it there. */
        REPLACED,
        /** It takes less than it is sent: later is better. */
        BUSY,
        /** It never takes these pushes: too long, or malformed. */
        REFUSED
    }
}
