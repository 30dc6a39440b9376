package dev.hermes.audience;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/** What lanes count, by kind of holder. */
final class LaneMeters {

    private final MeterRegistry meters;

    LaneMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    /** @param outcome {@code ok}, or what kind of failure it was */
    void request(String kind, String outcome, Duration time) {
        meters.timer("hermes.lane.requests", "holder", kind, "outcome", outcome).record(time);
    }

    void delivered(String kind, int pushes) {
        meters.counter("hermes.lane.pushes", "holder", kind).increment(pushes);
    }

    /** @param reason {@code expired}, {@code full}, {@code ended}, {@code refused} or {@code busy} */
    void dropped(String kind, String reason, int pushes) {
        if (pushes > 0) {
            meters.counter("hermes.lane.dropped", "holder", kind, "reason", reason)
                    .increment(pushes);
        }
    }
}
