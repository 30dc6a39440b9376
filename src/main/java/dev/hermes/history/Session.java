package dev.hermes.history;

import dev.hermes.connection.Connection;
import dev.hermes.history.Outlets.Outlet;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * One socket that gets numbers: first what it missed, read part by part as fast as its client takes it, then what its
 * room's {@link Tail} gives to all.
 *
 * <p>Before it has caught up, everything is for the socket's event loop alone; afterwards, for whoever has the tail's lock.
 */
final class Session {

    /** Written at a time: all that ever waits for a slow client. */
    private static final int CHARACTERS_AT_A_TIME = 32 * 1024;

    private static final long PAUSE_MILLIS = 100;
    private static final long RETRY_MILLIS = 1000;

    private final Connection connection;
    private final Outlet outlet;
    private final Tail tail;
    private final Queue<Numbered> missed = new ArrayDeque<>();
    /** All up to here was given, or was not for this client. */
    private long cursor;
    /** The last number that the client knows of. */
    private long told;

    private long partEnd;
    private volatile boolean ended;

    Session(Connection connection, Outlet outlet, Tail tail) {
        this.connection = connection;
        this.outlet = outlet;
        this.tail = tail;
    }

    Connection connection() {
        return connection;
    }

    long cursor() {
        return cursor;
    }

    /** Nothing is given to it any more. */
    void end() {
        ended = true;
    }

    /** Tells the client where its numbers begin, then gives it all that follows. */
    void begin(Opening opening) {
        outlet.run(() -> {
            cursor = opening.asked();
            partEnd = cursor;
            told = cursor;
            outlet.write(opening.frame(), this::goOn);
        });
    }

    private void goOn() {
        if (ended) {
            return;
        }
        if (!missed.isEmpty()) {
            writeSome();
        } else {
            cursor = Math.max(cursor, partEnd);
            if (!tail.caughtUp(this)) {
                read(false);
            }
        }
    }

    private void read(boolean now) {
        tail.read(cursor + 1, now)
                .whenComplete((part, failure) -> outlet.run(() -> {
                    if (failure != null) {
                        tail.later(RETRY_MILLIS, () -> outlet.run(this::goOn));
                    } else if (part.next() > cursor + 1) {
                        missed.addAll(part.messages());
                        partEnd = part.next() - 1;
                        goOn();
                    } else if (now) {
                        // The message is being pushed, but its row is not seen yet, or the head was only announced.
                        tail.later(PAUSE_MILLIS, () -> outlet.run(this::goOn));
                    } else {
                        read(true);
                    }
                }));
    }

    private void writeSome() {
        int characters = 0;
        long head = tail.last();
        while (characters < CHARACTERS_AT_A_TIME && !missed.isEmpty()) {
            Numbered next = missed.remove();
            cursor = next.number();
            if (next.isFor(connection)) {
                String text = next.frame(Math.max(next.number(), head));
                characters += text.length();
                write(next.number(), text, missed.isEmpty() || characters >= CHARACTERS_AT_A_TIME);
                if (missed.isEmpty() || characters >= CHARACTERS_AT_A_TIME) {
                    return;
                }
            }
        }
        goOn();
    }

    private void write(long number, String text, boolean last) {
        if (told != number - 1) {
            outlet.write(NumberedFrame.at(number - 1), () -> {});
        }
        told = number;
        outlet.write(text, last ? this::goOn : () -> {});
    }

    /** Whether the client is to get a message that all get now. */
    boolean isFor(Numbered numbered) {
        return cursor < numbered.number() && numbered.isFor(connection);
    }

    /** It has been given a message, or the message is for others. Returns whether it expected another number. */
    boolean pass(long number, boolean given) {
        boolean surprised = given && told != number - 1;
        cursor = Math.max(cursor, number);
        told = given ? number : told;
        return surprised;
    }
}
