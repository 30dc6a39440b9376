package dev.hermes.websocket.door;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Lets clients of one event loop come in a few at a time, so that those who are in notice little when thousands come at
 * once.
 *
 * <p>A connection that finds the door busy is accepted, but not read from until it is its turn. A silent client gives its
 * place up after {@value #PATIENCE_MILLIS} ms, and one that waits for BCrypt at once. One that waits for a table keeps its
 * place, so that a slow table makes clients wait here, where no deadline passes, but not for longer than
 * {@value #ROUTE_MILLIS} ms, so that a rule which never ends does not close the door. A connection is read from after {@value #LONGEST_WAIT_MILLIS} ms in any case: it may be
 * another node's, and only handshakes have to wait for longer. For the event loop alone, but for {@link #waiting()}.
 */
final class FrontDoor {

    /** Enough for DynamoDB to serve many in a request, and few enough for a message to get through between them. */
    static final int MOST_UNDER_WAY = 64;

    /**
     * Whoever was accepted and waits takes memory, which the garbage collector has to move, and it stops all others for
     * that. But the kernel has room for some thousands only, and a client that finds none tries again after 1, 3, 7 s.
     */
    private static final int ACCEPTS_PER_HANDSHAKE = 2;

    private static final long PATIENCE_MILLIS = 20;
    private static final long ROUTE_MILLIS = 3_000;
    private static final long LONGEST_WAIT_MILLIS = 1_000;
    private static final long TICK_MILLIS = 5;

    private final Queue<Arrived> unread = new ArrayDeque<>();
    /** Handshakes on connections that have no place, or none any more. */
    private final Queue<Asking> asking = new ArrayDeque<>();
    /** Those who are coming in, and whether they have asked for a WebSocket yet. */
    private final Map<Channel, Boolean> comingIn = new IdentityHashMap<>();

    private final LongSupplier clock;
    private final Pace accepts;
    private final Pace handshakes;
    private volatile int waiting;
    private boolean ticking;
    private boolean paused;

    private record Arrived(Channel client, long since) {}

    private record Asking(Channel client, Handshaking handshake) {

        private boolean isPending() {
            return client.isActive() && handshake.isPending();
        }
    }

    /** @param clock in nanoseconds */
    FrontDoor(int handshakesPerSecond, LongSupplier clock) {
        this.clock = clock;
        this.accepts = new Pace(ACCEPTS_PER_HANDSHAKE * handshakesPerSecond, clock);
        this.handshakes = new Pace(handshakesPerSecond, clock);
    }

    /** How many connections and handshakes wait, for any thread. */
    int waiting() {
        return waiting;
    }

    /** A client has connected. */
    void arrived(Channel client) {
        accepts.overdraw();
        if (!paused && accepts.debt() > 0) {
            pause(client.parent(), client.eventLoop());
        }
        if (isEmpty() && isFree()) {
            letIn(client);
        } else {
            client.config().setAutoRead(false);
            unread.add(new Arrived(client, clock.getAsLong()));
            tickLater(client.eventLoop());
        }
    }

    /** It asks for a WebSocket: begins at once if it has a place, which is its own until {@link #answered}, else later. */
    void ask(Channel client, Handshaking handshake) {
        if (comingIn.containsKey(client) || isEmpty() && isFree()) {
            begin(client, handshake);
        } else {
            asking.add(new Asking(client, handshake));
            tickLater(client.eventLoop());
        }
    }

    /** It has got its answer, or ended. */
    void answered(Channel client) {
        comingIn.remove(client);
        letInNext();
    }

    private boolean isEmpty() {
        return unread.isEmpty() && asking.isEmpty();
    }

    private boolean isFree() {
        return comingIn.size() < MOST_UNDER_WAY && handshakes.take();
    }

    private void begin(Channel client, Handshaking handshake) {
        comingIn.put(client, true);
        client.eventLoop().schedule(() -> answered(client), ROUTE_MILLIS, TimeUnit.MILLISECONDS);
        handshake.begin();
    }

    private void letIn(Channel client) {
        comingIn.put(client, false);
        client.eventLoop().schedule(() -> giveUp(client), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void giveUp(Channel client) {
        if (comingIn.remove(client, false)) {
            letInNext();
        }
    }

    private void letInNext() {
        while (!asking.isEmpty() && (!asking.peek().isPending() || isFree())) {
            Asking next = asking.remove();
            if (next.isPending()) {
                begin(next.client(), next.handshake());
            }
        }
        while (!unread.isEmpty() && (!unread.peek().client().isActive() || asking.isEmpty() && isFree())) {
            Channel next = unread.remove().client();
            if (next.isActive()) {
                letIn(next);
                next.config().setAutoRead(true);
            }
        }
        waiting = unread.size() + asking.size();
    }

    private void tickLater(EventLoop loop) {
        waiting = unread.size() + asking.size();
        if (!ticking) {
            ticking = true;
            loop.schedule(() -> tick(loop), TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void tick(EventLoop loop) {
        ticking = false;
        long longAgo = clock.getAsLong() - TimeUnit.MILLISECONDS.toNanos(LONGEST_WAIT_MILLIS);
        while (!unread.isEmpty() && unread.peek().since() - longAgo < 0) {
            unread.remove().client().config().setAutoRead(true);
        }
        letInNext();
        if (!isEmpty()) {
            tickLater(loop);
        }
    }

    /** Nobody is accepted until there is time for those who were. */
    private void pause(Channel listener, EventLoop loop) {
        paused = true;
        listener.config().setAutoRead(false);
        loop.schedule(() -> goOn(listener, loop), accepts.debt(), TimeUnit.NANOSECONDS);
    }

    private void goOn(Channel listener, EventLoop loop) {
        if (accepts.debt() > 0) {
            // Of those who had been accepted, and only now came this far.
            pause(listener, loop);
        } else {
            paused = false;
            listener.config().setAutoRead(true);
        }
    }
}
