package dev.hermes.queue;

/** A message was delivered, and the queue refuses to delete it: usually because it has handed it out again meanwhile. */
final class NotDeleted extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Without the refusal as its cause: nothing is wrong with the message. */
    NotDeleted(Throwable refusal) {
        super("The queue did not delete it: " + refusal.getMessage(), null, false, false);
    }
}
