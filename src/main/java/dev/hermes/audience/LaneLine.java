package dev.hermes.audience;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What waits for one room, or one connection, at a holder, in its order. Guarded by the lane's lock. */
final class LaneLine {

    private final String name;
    private final Deque<Item> waiting = new ArrayDeque<>();
    private List<Item> taken = List.of();
    private boolean queued;
    private boolean slow;
    private boolean oneByOne;
    private int attempts;
    private long startedAt;
    private long retryAt;

    LaneLine(String name) {
        this.name = name;
    }

    /** One push that was handed over, and who waits for that. */
    static final class Item {

        private final Push push;
        private final long since;
        private final CompletableFuture<Void> handed = new CompletableFuture<>();

        Item(Push push, long since) {
            this.push = push;
            this.since = since;
        }

        Push push() {
            return push;
        }

        CompletableFuture<Void> handed() {
            return handed;
        }

        /** Nobody waits for it any more. Never under the lane's lock: what waited goes on from here. */
        void release() {
            handed.complete(null);
        }
    }

    String name() {
        return name;
    }

    void add(Item item) {
        waiting.add(item);
    }

    List<Item> take(int most, int mostCharacters, long now) {
        List<Item> batch = new ArrayList<>();
        long characters = 0;
        int limit = oneByOne ? 1 : most;
        while (!waiting.isEmpty() && batch.size() < limit) {
            characters += waiting.peek().push().characters();
            if (characters > mostCharacters && !batch.isEmpty()) {
                break;
            }
            batch.add(waiting.remove());
        }
        taken = batch;
        startedAt = now;
        return batch;
    }

    void putBack(List<Item> batch) {
        taken = List.of();
        for (int i = batch.size() - 1; i >= 0; i--) {
            waiting.addFirst(batch.get(i));
        }
    }

    /** The request under way has ended well, or for good. */
    void carried() {
        taken = List.of();
        attempts = 0;
        slow = false;
    }

    /** @return how many times in a row the line has failed */
    int failed(long now, Duration pause) {
        attempts++;
        retryAt = now + pause.toNanos() * (1L << Math.min(attempts - 1, 5));
        return attempts;
    }

    Item takeFirst() {
        attempts = 0;
        return waiting.removeFirst();
    }

    List<Item> takeAll() {
        List<Item> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    List<Item> takeOlderThan(long then) {
        List<Item> old = new ArrayList<>();
        while (!waiting.isEmpty() && waiting.peek().since - then < 0) {
            old.add(waiting.remove());
        }
        return old;
    }

    /** Whether its first push has been without an answer since before {@code then}. */
    boolean isStuck(long then) {
        boolean asked = isUnderWay() || attempts > 0;
        Item first = isUnderWay() ? taken.get(0) : waiting.peek();
        return asked && first != null && first.since - then < 0 && (attempts > 0 || startedAt - then < 0);
    }

    /** From now on nobody waits for what is in the line. */
    void slow() {
        slow = true;
    }

    /** What is under way and what waits. */
    List<Item> all() {
        List<Item> all = new ArrayList<>(taken);
        all.addAll(waiting);
        return all;
    }

    void oneByOne(boolean on) {
        oneByOne = on;
    }

    void queued(boolean on) {
        queued = on;
    }

    void retryAt(long then) {
        retryAt = then;
    }

    long retryAt() {
        return retryAt;
    }

    long startedAt() {
        return startedAt;
    }

    int attempts() {
        return attempts;
    }

    boolean isQueued() {
        return queued;
    }

    boolean isUnderWay() {
        return !taken.isEmpty();
    }

    boolean isSlow() {
        return slow;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    int size() {
        return waiting.size() + taken.size();
    }
}
