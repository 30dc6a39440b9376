package dev.hermes.dev;

import dev.hermes.table.TableThreads;
import java.util.ArrayDeque;
import java.util.Queue;

/** Requests to a table that wait until they are let go, one at a time: what comes meanwhile can be made together. */
public final class HeldRequests {

    private final Queue<Runnable> held = new ArrayDeque<>();

    /** Answers are given at once, to whoever lets the requests go. */
    public TableThreads threads() {
        return new TableThreads(1, held::add, Runnable::run);
    }

    public int count() {
        return held.size();
    }

    /** Lets go all there are, and those that come of them. */
    public void letGo() {
        for (Runnable next = held.poll(); next != null; next = held.poll()) {
            next.run();
        }
    }
}
