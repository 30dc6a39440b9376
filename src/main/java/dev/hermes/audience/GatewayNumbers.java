package dev.hermes.audience;

import static java.util.stream.Collectors.partitioningBy;

import dev.hermes.connection.Connection;
import dev.hermes.history.History;
import dev.hermes.history.Tails;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Which connections at API Gateways get numbers, as the table of rooms tells all nodes. Safe for use by many threads; nothing
 * blocks.
 */
public final class GatewayNumbers {

    /** Far more than an index of DynamoDB takes to follow its table, and the clocks of two nodes differ. */
    private static final Duration INDEX_LAG = Duration.ofMinutes(1);

    private final History history;
    private final Tails tails;
    private final StayRows stays;
    private final Clock clock;

    public GatewayNumbers(History history, Tails tails, StayRows stays, Clock clock) {
        this.history = history;
        this.tails = tails;
        this.stays = stays;
        this.clock = clock;
    }

    /**
     * Gives a connection numbers from now on.
     *
     * @return done when every message that is looked up from then on has a number, and finds the connection; fails with the
     *     {@link software.amazon.awssdk.core.exception.SdkException} of the table
     */
    CompletableFuture<?> begin(Connection connection) {
        return history.isOn()
                // For a window after the connection has gone.
                ? tails.count(connection.roomId(), history.window().plus(StayRows.NUMBERED_STAY))
                        .thenCompose(counted -> stays.number(connection))
                : CompletableFuture.completedFuture(null);
    }

    /**
     * Those that still stand. The rows of the others are deleted.
     *
     * @param known the ids that the index of connections has
     */
    List<NumberedConnection> standing(List<NumberedConnection> numbered, Set<String> known) {
        long old = clock.instant().minus(INDEX_LAG).getEpochSecond();
        Map<Boolean, List<NumberedConnection>> byStanding = numbered.stream()
                .collect(partitioningBy(
                        found -> known.contains(found.connection().id()) || found.writtenAt() >= old));
        byStanding.get(false).forEach(gone -> stays.deleteNumbered(gone.connection()));
        return byStanding.get(true);
    }
}
