package dev.hermes.history;

import com.github.benmanes.caffeine.cache.Cache;
import dev.hermes.cache.Caches;
import java.time.Clock;
import java.time.Duration;

/** Remembers which rooms are counted, and until when. Safe for use by many threads. */
public final class Counted {

    private static final int MOST_ROOMS = 100_000;
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final Clock clock;
    private final Cache<String, Long> until = Caches.builder()
            .expireAfterAccess(REMEMBERED)
            .maximumSize(MOST_ROOMS)
            .build();

    public Counted(Clock clock) {
        this.clock = clock;
    }

    /** @param millis since 1970, as the mark of the room says */
    public void until(String room, long millis) {
        if (millis > clock.millis()) {
            until.asMap().merge(room, millis, Math::max);
        }
    }

    boolean isNow(String room) {
        return isFor(room, Duration.ZERO);
    }

    /** Whether the room is known to be counted for at least that long. */
    boolean isFor(String room, Duration time) {
        Long end = until.getIfPresent(room);
        return end != null && end > clock.millis() + time.toMillis();
    }
}
