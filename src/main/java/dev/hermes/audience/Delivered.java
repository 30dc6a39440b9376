package dev.hermes.audience;

import com.github.benmanes.caffeine.cache.Cache;
import dev.hermes.cache.Caches;
import dev.hermes.notification.Notification;
import java.time.Duration;

/**
 * Remembers which notifications this node has given to its own sockets, so that none is given twice: whether another node
 * sends it again because it heard no answer, or the queue hands it out again. Safe for use by many threads.
 */
public final class Delivered {

    /** About 150 bytes each. */
    private static final long MOST = 1_000_000;

    private final Cache<Id, Boolean> ids;

    /** @param remembered how long a notification may come again after it came first */
    public Delivered(Duration remembered) {
        this.ids =
                Caches.builder().expireAfterWrite(remembered).maximumSize(MOST).build();
    }

    private record Id(String notification, String room) {}

    /** Whether the notification has not been here before; from now on it has. */
    public boolean isFirst(Notification notification) {
        return notification.id().isEmpty()
                || ids.asMap().putIfAbsent(new Id(notification.id(), notification.roomId()), Boolean.TRUE) == null;
    }
}
