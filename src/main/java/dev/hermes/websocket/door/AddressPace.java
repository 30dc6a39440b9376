package dev.hermes.websocket.door;

import com.github.benmanes.caffeine.cache.Cache;
import dev.hermes.cache.Caches;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** So many handshakes of each source address in a second. Safe for use by many threads. */
final class AddressPace {

    /** Bounds the memory; the address that was seen least is forgotten first. */
    private static final int MOST_ADDRESSES = 100_000;
    /** A bucket is full again after a second. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(10);

    private final Cache<String, Bucket> buckets = Caches.builder()
            .maximumSize(MOST_ADDRESSES)
            .expireAfterAccess(FORGOTTEN_AFTER)
            .build();
    private final int perSecond;
    private final LongSupplier clock;

    /**
     * @param perSecond 0: any number
     * @param clock in nanoseconds
     */
    AddressPace(int perSecond, LongSupplier clock) {
        this.perSecond = perSecond;
        this.clock = clock;
    }

    /** Whether one more handshake of the address is within its limit. */
    boolean allows(String address) {
        return perSecond == 0
                || buckets.get(address, any -> new Bucket(perSecond, clock.getAsLong()))
                        .take(clock.getAsLong());
    }

    private static final class Bucket {

        private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

        private final int size;
        private double left;
        private long then;

        private Bucket(int size, long now) {
            this.size = size;
            this.left = size;
            this.then = now;
        }

        private synchronized boolean take(long now) {
            left = Math.min(size, left + (now - then) / NANOS_PER_SECOND * size);
            then = now;
            boolean enough = left >= 1;
            left -= enough ? 1 : 0;
            return enough;
        }
    }
}
