package dev.hermes.audience;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;

/** What lanes count, by kind of holder. */
final class LaneMeters {

    private final MeterRegistry meters;

    LaneMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    /** @param failure null if the holder took what it was sent */
    void request(String kind, CarrierFailure failure, Duration time) {
        String outcome = failure == null ? "ok" : failure.kind().name().toLowerCase(Locale.ROOT);
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
