package dev.hermes.call;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which consumer serves which path.
 *
 * <p>A consumer of the next set of rules takes the place of the one before it, so no path is without one during a swap.
 * Safe for use by many threads.
 */
final class CallPaths {

    private final Map<String, RuleCallConsumer> byPath = new ConcurrentHashMap<>();

    void open(RuleCallConsumer consumer) {
        byPath.put(consumer.path(), consumer);
    }

    /** Leaves the path to whoever has taken it over. */
    void close(RuleCallConsumer consumer) {
        byPath.remove(consumer.path(), consumer);
    }

    /** The consumer of the path itself, else that of the longest path above it which takes all below it. */
    Optional<RuleCallConsumer> find(String path) {
        RuleCallConsumer exact = byPath.get(path);
        for (String above = path; exact == null && !above.isEmpty(); above = parent(above)) {
            RuleCallConsumer candidate = byPath.get(above);
            exact = candidate != null && candidate.takesAllBelow() ? candidate : null;
        }
        return Optional.ofNullable(exact);
    }

    /**
     * The consumer of a path, which is entered.
     *
     * <p>It is looked for again once it is entered: if it still has the path, a set that takes the path over afterwards
     * sees the call, and waits for its end.
     *
     * @param last entered where the path has none any more
     */
    RuleCallConsumer enter(String path, RuleCallConsumer last) {
        while (true) {
            RuleCallConsumer found = find(path).orElse(last);
            found.enter();
            if (find(path).orElse(last) == found) {
                return found;
            }
            found.leave();
        }
    }

    private static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }
}
