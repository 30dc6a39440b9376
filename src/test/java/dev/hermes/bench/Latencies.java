package dev.hermes.bench;

import java.util.Arrays;
import java.util.List;

/** Durations, of which quantiles are asked for in milliseconds. */
public final class Latencies {

    private final long[] sorted;

    /** @param nanos owned by this from now on */
    public Latencies(long[] nanos) {
        Arrays.sort(nanos);
        this.sorted = nanos;
    }

    /** All of some. */
    public static Latencies of(List<Latencies> parts) {
        return new Latencies(
                parts.stream().flatMapToLong(part -> Arrays.stream(part.sorted)).toArray());
    }

    public int count() {
        return sorted.length;
    }

    public double millis(double quantile) {
        int index = (int) Math.ceil(sorted.length * quantile) - 1;
        return sorted[Math.max(0, index)] / 1e6;
    }

    public double p50() {
        return millis(0.5);
    }

    public double p99() {
        return millis(0.99);
    }
}
