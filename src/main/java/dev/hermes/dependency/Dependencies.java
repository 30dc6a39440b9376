package dev.hermes.dependency;

import dev.hermes.dependency.Dependency.FailedProbe;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * SQS and DynamoDB, and whether they serve this node.
 *
 * <p>The requests of the node itself tell. What fails is asked each second by a {@link Probe}, and of the tables or queues
 * that nobody has asked for five seconds one, in turn, each five seconds. Safe for use by many threads.
 */
public final class Dependencies {

    /** How often what fails is asked. */
    private static final Duration FAILING = Duration.ofSeconds(1);
    /** Longer than a long poll as it is by default, which proves that its queue serves. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    private final LongSupplier nanoTime = System::nanoTime;
    private final MeterRegistry meters;
    private final Watched sqs;
    private final Watched dynamoDb;

    public Dependencies(MeterRegistry meters) {
        this.meters = meters;
        this.sqs = new Watched(new Dependency("SQS", nanoTime));
        this.dynamoDb = new Watched(new Dependency("DynamoDB", nanoTime));
        all().forEach(dependency -> Gauge.builder("hermes.dependency.up", dependency, each -> each.isUp() ? 1 : 0)
                .description("1 while the dependency serves this node, 0 while it is unavailable")
                .tag("dependency", dependency.name())
                .register(meters));
    }

    /** To be part of every client of SQS. */
    public ExecutionInterceptor sqsCalls() {
        return new ObservedCalls(sqs.dependency, nanoTime, meters);
    }

    /** To be part of every client of DynamoDB. */
    public ExecutionInterceptor dynamoDbCalls() {
        return new ObservedCalls(dynamoDb.dependency, nanoTime, meters);
    }

    /** All of them, available or not. */
    public List<Dependency> all() {
        return List.of(sqs.dependency, dynamoDb.dependency);
    }

    /** Whether all serve this node. */
    public boolean areUp() {
        return all().stream().allMatch(Dependency::isUp);
    }

    /** Whether DynamoDB serves this node. */
    public boolean tablesServe() {
        return dynamoDb.dependency.isUp();
    }

    /** Whether SQS serves this node. */
    public boolean queuesServe() {
        return sqs.dependency.isUp();
    }

    /** Watches these queues from now on. Before {@link #open}. */
    public void watch(QueueProbe... queues) {
        sqs.probes.addAll(List.of(queues));
    }

    /** Watches these tables from now on. Before {@link #open}. */
    public void watch(TableProbe... tables) {
        dynamoDb.probes.addAll(List.of(tables));
    }

    /** Asks all tables and queues once, and returns when that is known; then watches them until {@link #close}. */
    public void open() {
        CompletableFuture.allOf(Stream.of(sqs, dynamoDb)
                        .map(watched -> CompletableFuture.runAsync(watched::askAll, watched.thread))
                        .toArray(CompletableFuture[]::new))
                .join();
        Stream.of(sqs, dynamoDb).forEach(watched -> {
            watched.each(FAILING, watched::askWhatFails);
            watched.each(QUIET, watched::askAQuietOne);
        });
    }

    public void close() {
        sqs.thread.shutdownNow();
        dynamoDb.thread.shutdownNow();
    }

    /** One dependency with a thread of its own, since asking for it may take its whole deadline. */
    private final class Watched {

        private final Dependency dependency;
        private final List<Probe> probes = new ArrayList<>();
        private final ScheduledExecutorService thread;
        /** The probe whose turn it is to be asked while it is quiet. */
        private int turn;

        private Watched(Dependency dependency) {
            this.dependency = dependency;
            this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread daemon = new Thread(task, "watch-" + dependency.name());
                daemon.setDaemon(true);
                return daemon;
            });
        }

        private void askAll() {
            List<FailedProbe> failures = new ArrayList<>();
            probes.forEach(probe ->
                    probe.routine().forEach(operation -> ask(probe, operation).ifPresent(failures::add)));
            dependency.probesFailed(failures);
            dependency.open();
        }

        private void each(Duration period, Runnable task) {
            thread.scheduleWithFixedDelay(task, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
        }

        private void askWhatFails() {
            dependency.forgetWhatIsOld();
            askUntilOneFails(probes.stream()
                    .flatMap(probe -> dependency.failing(probe.resource()).stream()
                            .map(failing -> new Question(probe, failing.name())))
                    .toList());
        }

        /**
         * One of those that nobody asks: an outage concerns all of them, and to ask each of them all the time is most of
         * what a node without clients does.
         */
        private void askAQuietOne() {
            for (int i = 0; i < probes.size(); i++) {
                Probe probe = probes.get(turn);
                turn = (turn + 1) % probes.size();
                List<String> operations = probe.routine();
                if (!operations.isEmpty() && !dependency.hasServed(probe.resource(), QUIET)) {
                    askUntilOneFails(operations.stream()
                            .map(operation -> new Question(probe, operation))
                            .toList());
                    return;
                }
            }
        }

        /** Behind the first that fails the others would fail too, each after a whole deadline. */
        private void askUntilOneFails(List<Question> questions) {
            for (Question question : questions) {
                Optional<FailedProbe> failure = ask(question.probe(), question.operation());
                if (failure.isPresent()) {
                    dependency.probesFailed(List.of(failure.get()));
                    return;
                }
            }
        }

        private Optional<FailedProbe> ask(Probe probe, String operation) {
            long start = nanoTime.getAsLong();
            try {
                probe.ask(operation);
                return Optional.empty();
            } catch (AbortedException stopped) {
                return Optional.empty();
            } catch (RuntimeException e) {
                return Optional.of(new FailedProbe(new Operation(operation, probe.resource()), start, e));
            }
        }
    }

    private record Question(Probe probe, String operation) {}
}
