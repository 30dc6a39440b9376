package dev.hermes.history;

import dev.hermes.connection.Connection;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The rooms in which this node has numbered sockets. Safe for use by many threads; nothing blocks. */
public final class Tails {

    /** The last message of a quiet room may be lost on the way here, and none follow. */
    private static final Duration SILENCE = Duration.ofMinutes(5);

    /** Each room is seen to be counted so often in a window, and no less often than those of silence. */
    private static final int LOOKS_IN_A_WINDOW = 8;

    private final History history;
    private final Counted counted;
    private final Outlets outlets;
    private final ScheduledExecutorService threads;
    private final Map<String, Tail> tails = new ConcurrentHashMap<>();
    private final Set<String> beingCounted = ConcurrentHashMap.newKeySet();
    private long turn;

    /** @param threads run what has to be done later */
    public Tails(
            History history, Counted counted, Outlets outlets, ScheduledExecutorService threads, MeterRegistry meters) {
        this.history = history;
        this.counted = counted;
        this.outlets = outlets;
        this.threads = threads;
        Gauge.builder("hermes.history.rooms", tails, Map::size)
                .description("Rooms in which this node has numbered clients")
                .register(meters);
        if (history.isOn()) {
            long counts = history.window().dividedBy(LOOKS_IN_A_WINDOW).toSeconds();
            long counting = Math.max(1, Math.min(SILENCE.toSeconds(), counts));
            threads.scheduleWithFixedDelay(() -> look(counting), 1, 1, TimeUnit.SECONDS);
        }
    }

    /**
     * Sees to a part of the rooms each second, so that they do not all read, or write, at once: messages of other rooms
     * would wait behind them.
     *
     * @param counting seconds in which all are seen to be counted
     */
    private void look(long counting) {
        turn++;
        tails.forEach((room, tail) -> {
            if (isTurnOf(room, SILENCE.toSeconds())) {
                tail.look();
            }
            if (isTurnOf(room, counting)) {
                keepCounting(room);
            }
        });
    }

    private boolean isTurnOf(String room, long seconds) {
        return Math.floorMod(room.hashCode(), seconds) == turn % seconds;
    }

    /** While the table hangs, none waits for it twice. */
    private void keepCounting(String room) {
        if (beingCounted.add(room)) {
            count(room, history.window()).whenComplete((until, failure) -> beingCounted.remove(room));
        }
    }

    /**
     * Gives a client its numbers.
     *
     * @param numbered run just before the client gets numbers
     * @return done when it is certain to get all that it asked for; fails with the
     *     {@link software.amazon.awssdk.core.exception.SdkException} of the table
     */
    public CompletableFuture<Void> open(Connection connection, Since since, Runnable numbered) {
        if (!history.isOn()) {
            outlets.push(List.of(connection.id()), Opening.NONE.frame());
            return CompletableFuture.completedFuture(null);
        }
        String room = connection.roomId();
        Tail tail = tails.computeIfAbsent(room, name -> new Tail(name, history, outlets, this::later));
        return count(room, history.window())
                .thenCompose(any -> tail.head())
                .thenCompose(head -> history.open(room, since, head))
                .thenAccept(opening -> {
                    numbered.run();
                    enter(connection, opening, tail);
                })
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        removeIfEmpty(room);
                    }
                });
    }

    /** Sees to it that a room is counted for at least that long; fails with the exception of the table. */
    public CompletableFuture<?> count(String room, Duration least) {
        return counted.isFor(room, least)
                ? CompletableFuture.completedFuture(null)
                : history.count(room, least).thenAccept(until -> counted.until(room, until));
    }

    private void enter(Connection connection, Opening opening, Tail tail) {
        tails.compute(connection.roomId(), (room, current) -> {
            Tail entered = current == null ? tail : current;
            entered.enter(connection, opening);
            if (current == null) {
                // The last client of the room has gone meanwhile, and messages were not kept for this one.
                entered.look();
            }
            return entered;
        });
    }

    /** A connection has ended. */
    public void leave(Connection connection) {
        tails.computeIfPresent(connection.roomId(), (room, tail) -> {
            tail.leave(connection.id());
            return tail.size() == 0 ? null : tail;
        });
    }

    private void removeIfEmpty(String room) {
        tails.computeIfPresent(room, (name, tail) -> tail.size() == 0 ? null : tail);
    }

    /** The mark of a room was seen: it is counted until then, in ms since 1970. */
    public void countedUntil(String room, long millis) {
        counted.until(room, millis);
    }

    /** Whether a message of the room has to have a number, because somebody here, or elsewhere, waits for it. */
    public boolean isCounted(String room) {
        return tails.containsKey(room) || counted.isNow(room);
    }

    /** Whether somebody here waits for numbers of the room. */
    public boolean isFollowed(String room) {
        return tails.containsKey(room);
    }

    /** Gives a message to the numbered sockets of its room, in its turn. */
    public void take(String room, Numbered numbered) {
        Tail tail = tails.get(room);
        if (tail != null) {
            tail.take(numbered);
        }
    }

    /** A message of the room up to this number was lost on the way here. */
    public void announce(String room, long number) {
        Tail tail = tails.get(room);
        if (tail != null) {
            tail.announce(number);
        }
    }

    /** Messages of the room may have come that nobody told this process of. */
    public void look(String room) {
        Tail tail = tails.get(room);
        if (tail != null) {
            tail.look();
        }
    }

    /** Runs a task after some time, unless the process has ended. */
    public void later(long millis, Runnable task) {
        try {
            threads.schedule(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException ending) {
            // The sockets are closed; their clients resume elsewhere.
            return;
        }
    }
}
