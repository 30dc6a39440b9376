package dev.hermes.websocket;

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
 * <p>A connection that finds the door busy is accepted, but not read from until it is its turn. Who then says nothing
 * holds up nobody: its place is free again after {@value #PATIENCE_MILLIS} ms. Nor does whoever has to wait for more than
 * the route, such as BCrypt or a table that is slow: {@value #ROUTE_MILLIS} ms. For the event loop alone.
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
    private static final long ROUTE_MILLIS = 250;
    private static final long TICK_MILLIS = 5;

    private final Queue<Channel> waiting = new ArrayDeque<>();
    /** Those who are coming in, and whether they have asked for a WebSocket yet. */
    private final Map<Channel, Boolean> comingIn = new IdentityHashMap<>();

    private final Pace accepts;
    private final Pace handshakes;
    private boolean ticking;
    private boolean paused;

    /** @param clock in nanoseconds */
    FrontDoor(int handshakesPerSecond, LongSupplier clock) {
        this.accepts = new Pace(ACCEPTS_PER_HANDSHAKE * handshakesPerSecond, clock);
        this.handshakes = new Pace(handshakesPerSecond, clock);
    }

    /** A client has connected. */
    void arrived(Channel client) {
        accepts.overdraw();
        if (!paused && accepts.debt() > 0) {
            pause(client.parent(), client.eventLoop());
        }
        if (waiting.isEmpty() && isFree()) {
            letIn(client);
        } else {
            client.config().setAutoRead(false);
            waiting.add(client);
            tickLater(client);
        }
    }

    /** It asks for a WebSocket: its place is its own until {@link #answered}, unless that takes long. */
    void asked(Channel client) {
        comingIn.put(client, true);
        client.eventLoop().schedule(() -> answered(client), ROUTE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** It has got its answer, or ended. */
    void answered(Channel client) {
        comingIn.remove(client);
        letInNext();
    }

    private boolean isFree() {
        return comingIn.size() < MOST_UNDER_WAY && handshakes.take();
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
        while (!waiting.isEmpty()) {
            if (!waiting.peek().isActive()) {
                waiting.remove();
            } else if (isFree()) {
                Channel next = waiting.remove();
                letIn(next);
                next.config().setAutoRead(true);
            } else {
                return;
            }
        }
    }

    private void tickLater(Channel client) {
        if (!ticking) {
            ticking = true;
            client.eventLoop().schedule(() -> tick(client), TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void tick(Channel client) {
        ticking = false;
        letInNext();
        if (!waiting.isEmpty()) {
            tickLater(client);
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
