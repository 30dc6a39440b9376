package dev.hermes.websocket.socket;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what sockets are sent, how they end, and which of their messages are refused. */
final class SocketMeters {

    private static final int LOWEST_PRIVATE = 3000;

    private final MeterRegistry meters;
    private final Counter frames;
    private final Counter messagesRefused;

    SocketMeters(MeterRegistry meters) {
        this.meters = meters;
        this.frames = Counter.builder("hermes.frames")
                .description("Frames handed to sockets of this node, replays and greetings included")
                .register(meters);
        this.messagesRefused = Counter.builder("hermes.messages.refused")
                .description("Messages of clients over their limit per second")
                .register(meters);
        // From zero on: the first close of a series that it begins would not be seen as an increase.
        for (CloseCode code : CloseCode.values()) {
            closes(Integer.toString(code.number()), "node");
        }
    }

    void handed(int count) {
        frames.increment(count);
    }

    void messageRefused() {
        messagesRefused.increment();
    }

    /** By this node. */
    void closed(CloseCode code) {
        closed(Integer.toString(code.number()), "node");
    }

    /** @param code as the client sent it; 1005 if it sent none, 1006 if it sent no close frame */
    void closedByClient(int code) {
        // Clients choose private codes freely, and a label must not.
        closed(code < LOWEST_PRIVATE ? Integer.toString(code) : "other", "client");
    }

    /** No pong came. */
    void lost() {
        closed("1006", "node");
    }

    private void closed(String code, String by) {
        closes(code, by).increment();
    }

    private Counter closes(String code, String by) {
        return Counter.builder("hermes.sockets.closed")
                .description("Sockets that have ended, by close code and by who closed first")
                .tag("code", code)
                .tag("by", by)
                .register(meters);
    }
}
