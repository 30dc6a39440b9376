package dev.hermes.audience;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** How pushes reach one holder. Safe for use by many threads; nothing blocks. */
public interface Carrier {

    /** What kind of holder it is, for metrics: {@code node}, {@code gateway} and the like. */
    String kind();

    /**
     * Carries pushes in their order.
     *
     * @param line what they have in common: a room, or a connection
     * @return done within a few seconds; fails with {@link CarrierFailure}, which says what is left if it is not all
     */
    CompletableFuture<Void> carry(String line, List<Push> pushes);

    /** Asks whether the holder answers at all. */
    CompletableFuture<Boolean> probe();
}
