package dev.hermes.history;

import dev.hermes.connection.Connection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Gives the messages of one room to the numbered sockets of this node: in the order of their numbers, each once.
 *
 * <p>A message that comes before its predecessor waits a moment; then what is missing is read from the history. Safe for
 * use by many threads; nothing blocks.
 */
final class Tail {

    /** A predecessor is on its way, through another lane. */
    private static final long HELD_MILLIS = 100;

    private static final long RETRY_MILLIS = 500;

    private final String room;
    private final History history;
    private final Outlets outlets;
    private final Later later;
    private final Map<String, Session> sessions = new HashMap<>();
    private final LiveSessions live;
    private final Held held = new Held();
    private CompletableFuture<Long> head;
    private long last;
    /** A number that was given somewhere, and is still to come here. */
    private long announced;

    private boolean filling;

    /** Runs a task after some time. */
    interface Later {
        void run(long millis, Runnable task);
    }

    Tail(String room, History history, Outlets outlets, Later later) {
        this.room = room;
        this.history = history;
        this.outlets = outlets;
        this.live = new LiveSessions(outlets);
        this.later = later;
    }

    /** Where this room stands here; fails if that cannot be read. */
    synchronized CompletableFuture<Long> head() {
        if (head == null || head.isCompletedExceptionally()) {
            head = history.head(room).thenApply(this::startAt);
        }
        return head.thenApply(any -> last());
    }

    private synchronized long startAt(long number) {
        last = Math.max(last, number);
        if (announced > last) {
            fillSoon(0);
        }
        return last;
    }

    synchronized long last() {
        return last;
    }

    /** Gives a socket its numbers from now on, in place of what it had. */
    void enter(Connection connection, Opening opening) {
        outlets.find(connection.id()).ifPresent(outlet -> {
            Session session = new Session(connection, outlet, this);
            synchronized (this) {
                leave(connection.id());
                sessions.put(connection.id(), session);
            }
            session.begin(opening);
        });
    }

    synchronized void leave(String connectionId) {
        Session session = sessions.remove(connectionId);
        live.remove(connectionId);
        if (session != null) {
            session.end();
        }
    }

    synchronized int size() {
        return sessions.size();
    }

    /** Whether the socket has all that came so far; from now on it gets what all get. */
    synchronized boolean caughtUp(Session session) {
        // Without a head nothing is given yet, and what comes meanwhile is only noted.
        if (last == 0 || session.cursor() < last) {
            return false;
        }
        if (sessions.get(session.connection().id()) == session) {
            live.add(session);
        }
        return true;
    }

    CompletableFuture<Part> read(long from, boolean now) {
        return now ? history.readNow(room, from) : history.read(room, from);
    }

    void later(long millis, Runnable task) {
        later.run(millis, task);
    }

    /** A message has got its number, and has come here. */
    synchronized void take(Numbered numbered) {
        if (last == 0) {
            // The head is being read, and may have been read before this message.
            announced = Math.max(announced, numbered.number());
        } else if (numbered.number() == last + 1) {
            give(numbered);
            release();
        } else if (numbered.number() > last) {
            held.add(numbered);
            announced = Math.max(announced, numbered.number());
            fillSoon(HELD_MILLIS);
        }
    }

    /** A number up to which messages have been given somewhere; what did not come here is read. */
    synchronized void announce(long number) {
        announced = Math.max(announced, number);
        if (number > last && last > 0) {
            fillSoon(0);
        }
    }

    /** Reads whether anything came that nobody told of. */
    synchronized void look() {
        announced = Math.max(announced, last + 1);
        fillSoon(0);
    }

    private void fillSoon(long millis) {
        if (!filling) {
            filling = true;
            later.run(millis, this::fill);
        }
    }

    private void fill() {
        long from;
        long wanted;
        synchronized (this) {
            if (announced <= last) {
                filling = false;
                return;
            }
            from = last + 1;
            wanted = announced;
        }
        history.readNow(room, from).whenComplete((part, failure) -> {
            if (failure == null) {
                filled(part, wanted);
            } else {
                later.run(RETRY_MILLIS, this::fill);
            }
        });
    }

    /** @param wanted what was announced when the reading began: of that, it has found all there is */
    private synchronized void filled(Part part, long wanted) {
        for (Numbered numbered : part.messages()) {
            if (numbered.number() > last) {
                give(numbered);
            }
        }
        last = Math.max(last, part.next() - 1);
        release();
        filling = part.more();
        if (part.more()) {
            later.run(0, this::fill);
        } else {
            announced = announced > wanted ? announced : held.highest(last);
            if (announced > last) {
                fillSoon(HELD_MILLIS);
            }
        }
    }

    private void release() {
        for (Numbered next = held.takeUpTo(last + 1); next != null; next = held.takeUpTo(last + 1)) {
            if (next.number() > last) {
                give(next);
            }
        }
    }

    private void give(Numbered numbered) {
        last = numbered.number();
        live.give(numbered);
    }
}
