package dev.hermes.queue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;

/** Counts what becomes of the messages of the queue. */
final class QueueMeters {

    /** Upper bounds of what is counted together, in seconds: from one hop inside a region to a long outage. */
    private static final double[] AGES = {0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800};

    private final MeterRegistry meters;
    private final Timer age;

    QueueMeters(MeterRegistry meters, Supplier<Number> inHand) {
        this.meters = meters;
        this.age = Timer.builder("hermes.notifications.age")
                .description("From the moment a notification was sent to the queue until it was deleted from it")
                .serviceLevelObjectives(DoubleStream.of(AGES)
                        .mapToObj(seconds -> Duration.ofMillis(Math.round(seconds * 1000)))
                        .toArray(Duration[]::new))
                .register(meters);
        Gauge.builder("hermes.notifications.in.flight", inHand)
                .description("Notifications that were received and are not done")
                .register(meters);
        for (Outcome outcome : Outcome.values()) {
            counter(outcome);
        }
    }

    /** What can become of a message that was received. */
    enum Outcome {
        /** Handled to the end, and deleted. */
        ACKNOWLEDGED,
        /** Unreadable, or refused by AWS for good, and moved to the dead-letter queue. */
        PARKED,
        /** Comes again after its visibility time-out. */
        FAILED,
        /** Given back unfinished, and visible at once. */
        RETURNED;

        /** In lower case. */
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param sentMillis when the queue took the message, in ms since 1970 */
    void done(long sentMillis) {
        age.record(Math.max(0, System.currentTimeMillis() - sentMillis), TimeUnit.MILLISECONDS);
    }

    void count(Outcome outcome, int messages) {
        counter(outcome).increment(messages);
    }

    private Counter counter(Outcome outcome) {
        return Counter.builder("hermes.notifications")
                .description("Notifications that were received from the queue, by what became of them")
                .tag("outcome", outcome.text())
                .register(meters);
    }
}
