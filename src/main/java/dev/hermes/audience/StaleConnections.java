package dev.hermes.audience;

import com.github.benmanes.caffeine.cache.Cache;
import dev.hermes.cache.Caches;
import java.time.Duration;
import java.util.List;

/**
 * Knows which stale connections are being forgotten already.
 *
 * <p>After a crash a room can have thousands of stale rows, and every notification meets all of them until they are gone:
 * each is to be deleted once, not once for each notification. Safe for use by many threads.
 */
public final class StaleConnections {

    /** Longer than a delete takes, retries included; after that it is tried anew. */
    private static final Duration REMEMBERED = Duration.ofSeconds(30);

    private final Cache<String, Boolean> beingForgotten =
            Caches.builder().expireAfterWrite(REMEMBERED).build();

    /** Those among {@code connectionIds} that nobody is forgetting yet; from now on the caller is. */
    public List<String> take(List<String> connectionIds) {
        return connectionIds.stream()
                .filter(id -> beingForgotten.asMap().putIfAbsent(id, Boolean.TRUE) == null)
                .toList();
    }
}
