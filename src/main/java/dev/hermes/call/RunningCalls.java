package dev.hermes.call;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How many calls rules are serving, and how those before ended. Safe for use by many threads. */
final class RunningCalls {

    /** How a call ended: its rule answered, failed, did not answer in time, or too many were under way. */
    enum Outcome {
        ANSWERED,
        FAILED,
        EXPIRED,
        REFUSED
    }

    private final Semaphore places;
    private final Map<Outcome, Counter> counters;

    RunningCalls(int most, MeterRegistry meters) {
        places = new Semaphore(most);
        counters = Stream.of(Outcome.values())
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(), outcome -> Counter.builder("hermes.rules.calls")
                                .description("HTTP calls for rules, by how they ended")
                                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                                .register(meters)));
    }

    /** Takes a place; false, and counted as refused, if there is none. */
    boolean begin() {
        boolean free = places.tryAcquire();
        if (!free) {
            count(Outcome.REFUSED);
        }
        return free;
    }

    /** Gives a place back. */
    void end() {
        places.release();
    }

    void count(Outcome outcome) {
        counters.get(outcome).increment();
    }
}
