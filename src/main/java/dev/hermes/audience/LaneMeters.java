package dev.hermes.audience;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
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
            drops(kind, reason).increment(pushes);
        }
    }

    /** Shows zeros for holders of this kind: the first drop of a series that it begins would not be seen as an increase. */
    void expect(String kind) {
        List.of("expired", "full", "ended", "refused", "busy").forEach(reason -> drops(kind, reason));
    }

    private Counter drops(String kind, String reason) {
        return Counter.builder("hermes.lane.dropped")
                .description("Pushes that a holder never got")
                .tag("holder", kind)
                .tag("reason", reason)
                .register(meters);
    }
}
