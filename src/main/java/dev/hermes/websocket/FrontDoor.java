package dev.hermes.websocket;

import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Lets clients of one event loop come in a few at a time, so that those who are in notice little when thousands come at
 * once.
 *
 * <p>A connection that finds the door busy is accepted, but not read from until it is its turn. Who then says nothing
 * holds up nobody: its place is free again after {@value #PATIENCE_MILLIS} ms. For the event loop alone.
 */
final class FrontDoor {

    /** Enough for DynamoDB to serve many in a request, and few enough for a message to get through between them. */
    static final int MOST_UNDER_WAY = 64;

    private static final long PATIENCE_MILLIS = 20;

    private final Queue<Channel> waiting = new ArrayDeque<>();
    /** Those who are coming in, and whether they have asked for a WebSocket yet. */
    private final Map<Channel, Boolean> comingIn = new IdentityHashMap<>();

    /** A client has connected. */
    void arrived(Channel client) {
        if (comingIn.size() < MOST_UNDER_WAY) {
            letIn(client);
        } else {
            client.config().setAutoRead(false);
            waiting.add(client);
        }
    }

    /** It asks for a WebSocket: its place is its own until {@link #answered}. */
    void asked(Channel client) {
        comingIn.put(client, true);
    }

    /** It has got its answer, or ended. */
    void answered(Channel client) {
        comingIn.remove(client);
        letInNext();
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
        while (comingIn.size() < MOST_UNDER_WAY && !waiting.isEmpty()) {
            Channel next = waiting.remove();
            if (next.isActive()) {
                letIn(next);
                next.config().setAutoRead(true);
            }
        }
    }
}
