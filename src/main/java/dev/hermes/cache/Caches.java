package dev.hermes.cache;

import com.github.benmanes.caffeine.cache.Caffeine;

/** Makes caches that put themselves in order on the thread that uses them: by default, Caffeine wakes another one for it. */
public final class Caches {

    private Caches() {}

    public static Caffeine<Object, Object> builder() {
        return Caffeine.newBuilder().executor(Runnable::run);
    }
}
