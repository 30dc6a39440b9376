package dev.hermes.history;

import java.util.concurrent.CompletableFuture;

/** A message that is to have a number. */
final class Waiting {

    final Message message;
    final CompletableFuture<Long> number = new CompletableFuture<>();
    /** Whether it is known not to be in the rows that were read so far. */
    boolean searched;

    Waiting(Message message) {
        this.message = message;
    }
}
