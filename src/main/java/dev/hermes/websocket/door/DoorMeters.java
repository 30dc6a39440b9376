package dev.hermes.websocket.door;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import java.util.stream.Stream;

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
        // From zero on: the first handshake of a series that it begins would not be seen as an increase.
        answers(SWITCHING_PROTOCOLS);
        Stream.of(
                        Refusal.ofRoute(401),
                        Refusal.ofRoute(403),
                        Refusal.STOPPING,
                        Refusal.UNAVAILABLE,
                        Refusal.TOO_SLOW,
                        Refusal.TOO_MANY_SOCKETS,
                        Refusal.TOO_MANY_OF_USER,
                        Refusal.TOO_MANY_OF_ADDRESS,
                        Refusal.TOO_FAST,
                        Refusal.FOREIGN_ORIGIN)
                .forEach(refusal -> {
                    answers(refusal.status().code());
                    refusals(refusal.reason());
                });
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
        refusals(reason).increment();
    }

    private Counter refusals(String reason) {
        return Counter.builder("hermes.handshakes.refused")
                .description("Handshakes that did not end in a socket, by reason")
                .tag("reason", reason)
                .register(meters);
    }

    private void answered(int status) {
        answers(status).increment();
    }

    private Counter answers(int status) {
        return Counter.builder("hermes.handshakes")
                .description("Handshakes, by the status they were answered with")
                .tag("answer", Integer.toString(status))
                .register(meters);
    }
}
