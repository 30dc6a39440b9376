package dev.hermes.websocket.door;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** Counts how handshakes are answered. */
final class DoorMeters {

    private static final int SWITCHING_PROTOCOLS = 101;

    private final MeterRegistry meters;

    /** @param waiting how many connections wait for their turn */
    DoorMeters(MeterRegistry meters, Supplier<Number> waiting) {
        this.meters = meters;
        Gauge.builder("hermes.door.waiting", waiting)
                .description("Connections and handshakes that wait until they are let in")
                .register(meters);
    }

    void letIn() {
        answered(SWITCHING_PROTOCOLS);
    }

    void refused(Refusal refusal) {
        answered(refusal.status().code());
        count(refusal.reason());
    }

    /** Before the end of the request's head: there is nobody to answer. */
    void cutOff() {
        count(Refusal.TOO_SLOW.reason());
    }

    /** Before the answer. */
    void clientGone() {
        count("client-gone");
    }

    private void count(String reason) {
        Counter.builder("hermes.handshakes.refused")
                .description("Handshakes that did not end in a socket, by reason")
                .tag("reason", reason)
                .register(meters)
                .increment();
    }

    private void answered(int status) {
        Counter.builder("hermes.handshakes")
                .description("Handshakes, by the status they were answered with")
                .tag("answer", Integer.toString(status))
                .register(meters)
                .increment();
    }
}
