package dev.hermes.tracing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what becomes of spans; shows zeros where nothing is traced. */
final class TracingMeters {

    private final Counter exported;
    private final Counter failed;
    private final Counter dropped;

    TracingMeters(MeterRegistry meters) {
        exported = counter(meters, "exported");
        failed = counter(meters, "failed");
        dropped = counter(meters, "dropped");
    }

    private static Counter counter(MeterRegistry meters, String outcome) {
        return Counter.builder("hermes.tracing.spans")
                .description("Spans that have ended, by what became of them")
                .tag("outcome", outcome)
                .register(meters);
    }

    /** The collector has them. */
    void exported(int spans) {
        exported.increment(spans);
    }

    /** The collector did not take them. */
    void failed(int spans) {
        failed.increment(spans);
    }

    /** As many waited for the collector as may. */
    void dropped() {
        dropped.increment();
    }
}
