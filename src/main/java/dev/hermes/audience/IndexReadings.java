package dev.hermes.audience;

import com.github.benmanes.caffeine.cache.Cache;
import dev.hermes.cache.Caches;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * When the index of connections was last read for a room, and what that says of when to read it again.
 *
 * <p>The holders of a room's connections are known from one small reading. The index, which has a row for each connection, is
 * needed for those that API Gateway holds, that a node of the version before this one holds, or that others
 * planted. Safe for use by many threads.
 */
final class IndexReadings {

    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final long MOST_ROOMS = 200_000;
    /** A reading is repeated no sooner than after this time for each of its pages. */
    private static final Duration PER_PAGE = Duration.ofSeconds(1);

    private final boolean always;
    private final LongSupplier nanos;
    private final Cache<String, Reading> readings =
            Caches.builder().expireAfterAccess(KEPT).maximumSize(MOST_ROOMS).build();
    private final Cache<String, Set<String>> gateways =
            Caches.builder().expireAfterAccess(KEPT).maximumSize(MOST_ROOMS).build();

    /**
     * @param always whether an API Gateway is configured, for which others may write rows at any time
     * @param nanos a clock that never goes back, in nanoseconds
     */
    IndexReadings(boolean always, LongSupplier nanos) {
        this.always = always;
        this.nanos = nanos;
    }

    /** @param foreign whether it found a row that names no living process */
    private record Reading(long at, int pages, boolean foreign) {}

    /** A look-up of the room's holders found these API Gateways. */
    void found(String room, Set<String> gatewaysOfRoom) {
        if (gatewaysOfRoom.isEmpty()) {
            gateways.invalidate(room);
        } else {
            gateways.put(room, gatewaysOfRoom);
        }
    }

    /** Whether an address is that of an API Gateway that holds connections of the room. */
    boolean isGateway(String room, String address) {
        Set<String> known = gateways.getIfPresent(room);
        return known != null && known.contains(address);
    }

    /** Whether the room has rows that name no living process, as far as is known. */
    boolean expects(String room) {
        Reading last = readings.getIfPresent(room);
        return always || last != null && last.foreign() || gateways.getIfPresent(room) != null;
    }

    /** Whether the caller is to read the index. Of several that ask at once, one is told to repeat a reading. */
    boolean begin(String room) {
        Reading last = readings.getIfPresent(room);
        if (last == null || expects(room)) {
            return true;
        }
        long now = nanos.getAsLong();
        return now - last.at() >= PER_PAGE.toNanos() * Math.max(1, last.pages())
                && readings.asMap().replace(room, last, new Reading(now, last.pages(), false));
    }

    /** A reading was begun and came to nothing. */
    void failed(String room) {
        readings.invalidate(room);
    }

    void read(String room, int pages, boolean foreign) {
        readings.put(room, new Reading(nanos.getAsLong(), pages, foreign));
    }
}
