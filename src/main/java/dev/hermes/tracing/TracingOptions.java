package dev.hermes.tracing;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/**
 * Where spans go, and which of them.
 *
 * @param endpoint of a collector, as OTLP over HTTP wants it; empty: nothing is traced
 * @param ratio of the traces that begin here; where a notification is part of another trace, that one's sender decides
 * @param node where this process is reached, by which its spans are told from those of others
 */
public record TracingOptions(String endpoint, double ratio, String node) {

    private static final String TRACES = "/v1/traces";

    /** Tracing as these want it; it counts in {@code meters}. */
    public Tracing begin(MeterRegistry meters) {
        TracingMeters counts = new TracingMeters(meters);
        return endpoint.isEmpty() ? Tracing.OFF : new OpenTelemetryTracing(this, counts);
    }

    /** The path that OTLP names is added, unless it is there. */
    String address() {
        int path = endpoint.indexOf("://");
        String base = endpoint.substring(0, path).toLowerCase(Locale.ROOT)
                + endpoint.substring(path).replaceFirst("/+$", "");
        return base.endsWith(TRACES) ? base : base + TRACES;
    }
}
