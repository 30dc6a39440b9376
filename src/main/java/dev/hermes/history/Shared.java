package dev.hermes.history;

import com.github.benmanes.caffeine.cache.Cache;
import dev.hermes.cache.Caches;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Reads once for all that want the same at about the same time. What was read counts for {@link #FRESH}. Safe for use by
 * many threads.
 */
final class Shared<K, V> {

    private static final Duration FRESH = Duration.ofSeconds(1);
    /** A part of a history takes a megabyte or two. */
    private static final int MOST = 32;

    private final Executor threads;
    private final Cache<K, CompletableFuture<V>> readings =
            Caches.builder().expireAfterWrite(FRESH).maximumSize(MOST).build();

    Shared(Executor threads) {
        this.threads = threads;
    }

    /** What somebody has read within a second, or is about to. */
    CompletableFuture<V> get(K key, Supplier<V> read) {
        return readings.asMap()
                .compute(key, (k, found) -> found == null || found.isCompletedExceptionally() ? begin(read) : found);
    }

    /** What is in the table now. */
    CompletableFuture<V> getFresh(K key, Supplier<V> read) {
        CompletableFuture<V> reading = begin(read);
        readings.put(key, reading);
        return reading;
    }

    private CompletableFuture<V> begin(Supplier<V> read) {
        return CompletableFuture.supplyAsync(read, threads);
    }
}
