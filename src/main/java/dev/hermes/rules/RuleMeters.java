package dev.hermes.rules;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What the metrics say about changes of the rules. */
final class RuleMeters {

    private final Clock clock;
    private final Timer swaps;
    private final Counter taken;
    private final Counter refused;
    private volatile long takenAt;
    private volatile long refusedAt;

    RuleMeters(MeterRegistry meters, Clock clock, Rules rules) {
        this.clock = clock;
        swaps = Timer.builder("hermes.rules.swap")
                .description("Time from the first look at changed rules until they run")
                .register(meters);
        taken = changes(meters, "taken");
        refused = changes(meters, "refused");
        gauge(
                meters,
                "hermes.rules.broken",
                "Files that keep the rules in the folder from running; 1 if it is none in particular",
                rules,
                one -> files(one.broken()));
        gauge(
                meters,
                "hermes.rules.generation",
                "Sets of rules that have run since the start",
                rules,
                Rules::generation);
        gauge(meters, "hermes.rules.sets", "Sets of rules that run or end what they have begun", rules, Rules::alive);
        gauge(
                meters,
                "hermes.rules.taken.time",
                "Unix time in seconds at which the running rules were taken up",
                rules,
                any -> takenAt);
        gauge(
                meters,
                "hermes.rules.refused.time",
                "Unix time in seconds at which rules were last refused; 0: never",
                rules,
                any -> refusedAt);
    }

    private static long files(List<Finding> broken) {
        long named = broken.stream()
                .map(Finding::file)
                .filter(file -> !file.isEmpty())
                .distinct()
                .count();
        return broken.isEmpty() ? 0 : Math.max(1, named);
    }

    private static Counter changes(MeterRegistry meters, String result) {
        return Counter.builder("hermes.rules.changes")
                .description(
                        "Contents of the rules, by whether they were taken up or refused; the first is one of them")
                .tag("result", result)
                .register(meters);
    }

    private static void gauge(
            MeterRegistry meters, String name, String description, Rules rules, ToDoubleFunction<Rules> value) {
        Gauge.builder(name, rules, value).description(description).register(meters);
    }

    void taken(Duration after) {
        taken.increment();
        takenAt = clock.instant().getEpochSecond();
        swaps.record(after);
    }

    void refused() {
        refused.increment();
        refusedAt = clock.instant().getEpochSecond();
    }
}
