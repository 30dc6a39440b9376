package dev.hermes.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The messages that this node holds. Of a group one is under way at a time, and the others wait behind it in their order.
 * Safe for use by many threads.
 */
final class InHand {

    private static final long LOOK_MILLIS = 100;

    private final Map<String, HeldMessage> held = new LinkedHashMap<>();
    private long characters;
    /** By group; the first is under way. */
    private final Map<String, Deque<HeldMessage>> groups = new HashMap<>();

    /** @return those that can begin at once */
    synchronized List<HeldMessage> take(List<HeldMessage> messages) {
        List<HeldMessage> beginning = new ArrayList<>();
        for (HeldMessage message : messages) {
            held.put(message.receipt(), message);
            characters += message.characters();
            if (message.group() == null) {
                beginning.add(message);
                continue;
            }
            Deque<HeldMessage> group = groups.computeIfAbsent(message.group(), any -> new ArrayDeque<>());
            group.addLast(message);
            if (group.size() == 1) {
                beginning.add(message);
            }
        }
        return beginning;
    }

    synchronized boolean holds(HeldMessage message) {
        return held.containsKey(message.receipt());
    }

    /** @return the next of its group, which can begin now */
    synchronized Optional<HeldMessage> done(HeldMessage message) {
        if (held.remove(message.receipt()) == null) {
            return Optional.empty();
        }
        characters -= message.characters();
        notifyAll();
        Deque<HeldMessage> group = message.group() == null ? null : groups.get(message.group());
        if (group == null) {
            return Optional.empty();
        }
        group.remove(message);
        if (group.isEmpty()) {
            groups.remove(message.group());
        }
        return Optional.ofNullable(group.peekFirst());
    }

    /** The message will come again, so those behind it in its group must too: they are no longer held. */
    synchronized List<HeldMessage> notDone(HeldMessage message) {
        List<HeldMessage> behind = message.group() == null
                ? List.of()
                : removeIf(other -> !other.equals(message) && message.group().equals(other.group()));
        removeIf(message::equals);
        return behind;
    }

    /** Those that have not begun; they are no longer held. */
    synchronized List<HeldMessage> removeWaiting() {
        return removeIf(message -> message.group() != null
                && !message.equals(groups.get(message.group()).peekFirst()));
    }

    /** All; they are no longer held. */
    synchronized List<HeldMessage> removeAll() {
        return removeIf(message -> true);
    }

    /** Those of before {@code nanoTime}, and whatever waits behind them; they are no longer held. */
    synchronized List<HeldMessage> removeOlder(long nanoTime) {
        List<String> old = held.values().stream()
                .filter(message -> message.since() - nanoTime < 0)
                .map(message -> message.group() == null ? message.receipt() : message.group())
                .toList();
        return removeIf(message -> old.contains(message.group() == null ? message.receipt() : message.group()));
    }

    private List<HeldMessage> removeIf(Predicate<HeldMessage> condition) {
        List<HeldMessage> removed = held.values().stream().filter(condition).toList();
        for (HeldMessage message : removed) {
            held.remove(message.receipt());
            characters -= message.characters();
            if (message.group() != null) {
                groups.computeIfPresent(message.group(), (name, group) -> {
                    group.remove(message);
                    return group.isEmpty() ? null : group;
                });
            }
        }
        notifyAll();
        return removed;
    }

    synchronized List<HeldMessage> all() {
        return List.copyOf(held.values());
    }

    synchronized int size() {
        return held.size();
    }

    /** Waits until one more may be received, for {@code millis} at the longest; says whether it is so. */
    synchronized boolean awaitRoom(InHandLimit limit, long millis) throws InterruptedException {
        long deadline = System.nanoTime() + millis * 1_000_000;
        for (long left = millis; !hasRoom(limit) && left > 0; left = (deadline - System.nanoTime()) / 1_000_000) {
            // What the limit depends on changes without notice.
            wait(Math.min(left, LOOK_MILLIS));
        }
        return hasRoom(limit);
    }

    private boolean hasRoom(InHandLimit limit) {
        return limit.allows(held.size(), characters);
    }

    /** Waits until none is held, for {@code millis} at the longest. */
    synchronized void awaitNone(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + millis * 1_000_000;
        for (long left = millis; !held.isEmpty() && left > 0; left = (deadline - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }
}
