package dev.hermes.console;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** Reads off this node's meters what the console draws. All but the connections only rise. */
public final class Figures {

    private final MeterRegistry meters;
    private final String deadLetterQueue;

    public Figures(MeterRegistry meters, String deadLetterQueue) {
        this.meters = meters;
        this.deadLetterQueue = deadLetterQueue;
    }

    /** Times are in milliseconds. */
    JsonObject read() {
        JsonObject dropped = new JsonObject();
        for (Counter counter : meters.find("hermes.lane.dropped").counters()) {
            String reason = counter.getId().getTag("reason");
            dropped.put(reason, dropped.getDouble(reason, 0.0) + counter.count());
        }
        return new JsonObject()
                .put(
                        "connections",
                        meters.find("hermes.connections").gauges().stream()
                                .mapToDouble(Gauge::value)
                                .sum())
                .put("frames", count("hermes.frames"))
                .put("notifications", count("hermes.notifications", "outcome", "acknowledged"))
                .put("dropped", dropped)
                .put("age_count", ages(Timer::count))
                .put("age_sum", ages(timer -> timer.totalTime(TimeUnit.MILLISECONDS)))
                .put("dead_letters", deadLetters());
    }

    private double count(String name, String... tags) {
        return meters.find(name).tags(tags).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private double ages(ToDoubleFunction<Timer> value) {
        return meters.find("hermes.notifications.age").timers().stream()
                .mapToDouble(value)
                .sum();
    }

    /** Whatever moves a message there sends it: the routes, a refusal by AWS. */
    private double deadLetters() {
        return meters
                .find("hermes.dependency.requests")
                .tags("operation", "SendMessage", "resource", deadLetterQueue, "outcome", "served")
                .timers()
                .stream()
                .mapToDouble(Timer::count)
                .sum();
    }
}
