package dev.hermes.queue;

import java.util.function.BooleanSupplier;

/**
 * How much may be in hand before nothing more is received.
 *
 * <p>While the tables are unavailable, messages wait for them in hand. Their own sockets have them already, so others are
 * received nevertheless: more of them, but no more text than a node has memory for.
 *
 * @param mostInFlight messages, while the tables serve
 * @param mostWaiting messages, while they do not
 * @param mostCharactersWaiting of those messages together, while the tables do not serve and more than mostInFlight wait
 * @param tablesServe whether they do now
 */
public record InHandLimit(int mostInFlight, int mostWaiting, long mostCharactersWaiting, BooleanSupplier tablesServe) {

    /** Whether one more may be received. */
    boolean allows(int messages, long characters) {
        return messages < mostInFlight
                || messages < mostWaiting && characters < mostCharactersWaiting && !tablesServe.getAsBoolean();
    }
}
