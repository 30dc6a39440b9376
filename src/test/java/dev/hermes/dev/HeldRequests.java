package dev.hermes.dev;

import dev.hermes.table.TableThreads;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Requests to a table that wait until they are let go, one at a time: what comes meanwhile can be made together. */
public final class HeldRequests {

    public static final Duration DEADLINE = Duration.ofSeconds(1);
    public static final int MOST_WAITING = 100;

    private final Queue<Runnable> held = new ArrayDeque<>();
    private final Queue<Runnable> deadlines = new ArrayDeque<>();
    private final Queue<Runnable> paused = new ArrayDeque<>();
    private final List<Duration> pauses = new ArrayList<>();

    /** Answers are given at once, to whoever lets the requests go. */
    public TableThreads threads() {
        return threads(1);
    }

    public TableThreads threads(int atATime) {
        return new TableThreads(atATime, MOST_WAITING, DEADLINE, held::add, Runnable::run, this::later);
    }

    /** Requests are not held, and are made by whoever asks. */
    public static TableThreads atOnce() {
        return new TableThreads(1, MOST_WAITING, DEADLINE, Runnable::run, Runnable::run, (after, task) -> {});
    }

    private void later(Duration after, Runnable task) {
        if (after.equals(DEADLINE)) {
            deadlines.add(task);
        } else {
            pauses.add(after);
            paused.add(task);
        }
    }

    /** The pauses between requests that were asked for. */
    public List<Duration> pauses() {
        return pauses;
    }

    /** The deadline of all that have come is over. */
    public void passDeadlines() {
        runAll(deadlines);
    }

    /** Ends the pauses that there are, and lets go what comes of them. */
    public void endPauses() {
        runAll(paused);
        letGo();
    }

    /** Lets go the next request alone. */
    public void letGoOne() {
        held.remove().run();
    }

    private static void runAll(Queue<Runnable> tasks) {
        List<Runnable> now = new ArrayList<>(tasks);
        tasks.clear();
        now.forEach(Runnable::run);
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
