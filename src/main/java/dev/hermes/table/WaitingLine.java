package dev.hermes.table;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Requests that wait to be made, in the order in which they came; of each key one is under way at a time.
 *
 * <p>Not safe for use by several threads at a time.
 */
final class WaitingLine<Q, A> {

    private final Deque<Waiting<Q, A>> waiting = new ArrayDeque<>();
    private final Set<Object> keysUnderWay = new HashSet<>();

    void add(Waiting<Q, A> one) {
        waiting.addLast(one);
    }

    /** In front of those who came later, in their own order. */
    void addInFront(List<Waiting<Q, A>> undone) {
        for (int i = undone.size() - 1; i >= 0; i--) {
            waiting.addFirst(undone.get(i));
        }
    }

    /** The next that can be made, which are under way now. Those who wait no longer are dropped. */
    List<Waiting<Q, A>> take(int most) {
        List<Waiting<Q, A>> taken = new ArrayList<>();
        Set<Object> blocked = new HashSet<>(keysUnderWay);
        for (Iterator<Waiting<Q, A>> all = waiting.iterator(); all.hasNext() && taken.size() < most; ) {
            Waiting<Q, A> next = all.next();
            if (next.answer.isDone()) {
                // Its client has gone, or its deadline has passed.
                all.remove();
            } else if (next.key == null || blocked.add(next.key)) {
                all.remove();
                taken.add(next);
            }
        }
        taken.stream().filter(one -> one.key != null).forEach(one -> keysUnderWay.add(one.key));
        return taken;
    }

    /** What {@link #take} gave is no longer under way. */
    void ended(List<Waiting<Q, A>> taken) {
        taken.forEach(one -> keysUnderWay.remove(one.key));
    }

    int size() {
        return waiting.size();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** A request, and who waits for its answer. */
    static final class Waiting<Q, A> {

        final Q request;
        final Object key;
        final CompletableFuture<A> answer = new CompletableFuture<>();
        /** Whether the table has put it off. */
        volatile boolean throttled;

        /** @param key null: it may be made at any time */
        Waiting(Q request, Object key) {
            this.request = request;
            this.key = key;
        }
    }
}
