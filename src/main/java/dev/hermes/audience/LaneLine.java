package dev.hermes.audience;

import dev.hermes.audience.CarrierFailure.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What waits for one room, or one connection, at a holder, in its order. Guarded by the lane's lock. */
final class LaneLine {

    private static final int MOST_DOUBLINGS = 5;

    private final String name;
    private final Deque<Item> waiting = new ArrayDeque<>();
    private List<Item> taken = List.of();
    private boolean queued;
    private boolean slow;
    private int alone;
    private int attempts;
    private long startedAt;
    private boolean waits;
    private long waitsUntil;

    LaneLine(String name) {
        this.name = name;
    }

    /** One push that was handed over, and who waits for that. */
    static final class Item {

        private final Push push;
        private final long since;
        private final CompletableFuture<Handed> handed = new CompletableFuture<>();

        Item(Push push, long since) {
            this.push = push;
            this.since = since;
        }

        Push push() {
            return push;
        }

        CompletableFuture<Handed> handed() {
            return handed;
        }

        /** Nobody waits for it any more. Never under the lane's lock: what waited goes on from here. */
        void release(Handed outcome) {
            handed.complete(outcome);
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
        int limit = alone > 0 ? 1 : most;
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

    /** What the holder did not take of a request; {@code why} is null if it took all. */
    static List<Item> left(List<Item> batch, CarrierFailure why) {
        return why == null
                ? List.of()
                : batch.stream().filter(item -> why.isLeft(item.push())).toList();
    }

    /** A request has failed: its items are the first to wait again. */
    void putBack(List<Item> batch, Kind why, long now, Duration pause) {
        taken = List.of();
        for (int i = batch.size() - 1; i >= 0; i--) {
            waiting.addFirst(batch.get(i));
        }
        if (why == Kind.REFUSED) {
            // One of them may be refused for all: each of them goes by itself.
            alone = Math.max(alone, batch.size());
            return;
        }
        // Only a holder that is busy is given more time from try to try: one that is silent is probed.
        int doublings = why == Kind.BUSY ? Math.min(attempts, MOST_DOUBLINGS) : 0;
        attempts++;
        waitsUntil = now + (pause.toNanos() << doublings);
        waits = true;
    }

    /** The request under way has ended well. */
    void carried() {
        taken = List.of();
        attempts = 0;
        slow = false;
        alone = Math.max(0, alone - 1);
    }

    Item takeFirst() {
        attempts = 0;
        alone = Math.max(0, alone - 1);
        return waiting.removeFirst();
    }

    Item takeLast() {
        return waiting.removeLast();
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

    /** Whether its first push has been without an answer since {@code then}: from now on nobody waits for the line. */
    boolean becomesSlow(long then) {
        Item first = isUnderWay() ? taken.get(0) : waiting.peek();
        boolean tried = attempts > 0 || isUnderWay() && startedAt - then < 0;
        if (slow || !tried || first == null || first.since - then >= 0) {
            return false;
        }
        slow = true;
        return true;
    }

    /** What is under way and what waits. */
    List<Item> all() {
        List<Item> all = new ArrayList<>(taken);
        all.addAll(waiting);
        return all;
    }

    boolean maySend() {
        return !queued && !waits && !isUnderWay() && !waiting.isEmpty();
    }

    void queued(boolean on) {
        queued = on;
    }

    void retryIfDue(long now) {
        waits = waits && now - waitsUntil < 0;
    }

    void retryNow() {
        waits = false;
    }

    long startedAt() {
        return startedAt;
    }

    int attempts() {
        return attempts;
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
