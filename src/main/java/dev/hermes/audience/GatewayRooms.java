package dev.hermes.audience;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hermes.connection.Connection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Tells in the table of rooms in which of them API Gateways hold connections, once an hour for each. */
public final class GatewayRooms {

    private static final Duration TOLD = Duration.ofHours(1);
    private static final long MOST_ROOMS = 200_000;

    private final StayRows stays;
    private final AsyncCache<Room, Boolean> told =
            Caffeine.newBuilder().expireAfterWrite(TOLD).maximumSize(MOST_ROOMS).buildAsync();

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
        return told.get(
                new Room(connection.roomId(), connection.endpoint()),
                (room, executor) -> stays.beginAtGateway(room.id(), room.gateway()));
    }
}
