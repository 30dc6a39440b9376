package dev.hermes.dependency;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Sees every request that a client of AWS makes, whoever makes it: measures it, and tells the dependency what became of
 * it. A request that the SDK retries is seen once, with its last outcome.
 */
final class ObservedCalls implements ExecutionInterceptor {

    private static final ExecutionAttribute<Long> START = new ExecutionAttribute<>("HermesStart");
    private static final String SERVED = "served";

    /** Upper bounds of what is counted together: from a read of one row to the SDK's last retry. */
    private static final Duration[] TIMES = IntStream.of(2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Dependency dependency;
    private final LongSupplier nanoTime;
    private final MeterRegistry meters;
    /** Kept, because to look one up takes its whole description each time. */
    private final Map<Series, Timer> timers = new ConcurrentHashMap<>();

    ObservedCalls(Dependency dependency, LongSupplier nanoTime, MeterRegistry meters) {
        this.dependency = dependency;
        this.nanoTime = nanoTime;
        this.meters = meters;
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        attributes.putAttribute(START, nanoTime.getAsLong());
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        Operation operation = operation(context.request(), attributes);
        dependency.served(operation, attributes.getAttribute(START));
        measure(operation, SERVED, attributes);
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
        if (context.exception() instanceof AbortedException) {
            // This node stops: that says nothing about the dependency.
            return;
        }
        Operation operation = operation(context.request(), attributes);
        if (attributes.getAttribute(Replaceable.RESOURCE) == null) {
            dependency.failed(operation, attributes.getAttribute(START), context.exception());
        }
        measure(operation, FailureKind.of(context.exception()).name().toLowerCase(Locale.ROOT), attributes);
    }

    private static Operation operation(SdkRequest request, ExecutionAttributes attributes) {
        String name = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        String replaceable = attributes.getAttribute(Replaceable.RESOURCE);
        return replaceable == null ? Operation.of(name, request) : new Operation(name, replaceable);
    }

    private void measure(Operation operation, String outcome, ExecutionAttributes attributes) {
        timers.computeIfAbsent(new Series(operation, outcome), this::timer)
                .record(Duration.ofNanos(nanoTime.getAsLong() - attributes.getAttribute(START)));
    }

    private Timer timer(Series series) {
        return Timer.builder("hermes.dependency.requests")
                .description(
                        "Requests to AWS by operation, table or queue, and outcome; retries of the SDK are part of one")
                .tag("dependency", dependency.name())
                .tag("operation", series.operation().name())
                .tag("resource", series.operation().resource())
                .tag("outcome", series.outcome())
                .serviceLevelObjectives(TIMES)
                .register(meters);
    }

    /** What is measured together. */
    private record Series(Operation operation, String outcome) {}
}
