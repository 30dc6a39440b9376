package dev.hermes.audience;

import com.github.benmanes.caffeine.cache.Cache;
import dev.hermes.cache.Caches;
import dev.hermes.connection.Connection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Tells in the table of rooms in which of them API Gateways hold connections, once an hour for each. */
public final class GatewayRooms {

    private static final Duration TOLD = Duration.ofHours(1);
    private static final long MOST_ROOMS = 200_000;

    private final StayRows stays;
    /** No asynchronous cache: it logs a stack trace for each row that the table did not take. */
    private final Cache<Room, CompletableFuture<Boolean>> told =
            Caches.builder().expireAfterWrite(TOLD).maximumSize(MOST_ROOMS).build();

    public GatewayRooms(StayRows stays) {
        this.stays = stays;
    }

    private record Room(String id, String gateway) {}

    /**
     * A client is about to be let in.
     *
     * @return done when every look-up of the room finds the gateway; fails with the
     *     {@link software.amazon.awssdk.core.exception.SdkException} of the table
     */
    CompletableFuture<Boolean> enter(Connection connection) {
        Room room = new Room(connection.roomId(), connection.endpoint());
        return told.asMap()
                .compute(
                        room,
                        (same, before) -> before == null || before.isCompletedExceptionally()
                                ? stays.beginAtGateway(room.id(), room.gateway())
                                : before);
    }
}
