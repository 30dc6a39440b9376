package dev.hermes;

import dev.hermes.audience.Numbering;
import dev.hermes.history.Counted;
import dev.hermes.history.History;
import dev.hermes.history.Outlets;
import dev.hermes.history.Tails;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The numbered messages of rooms, and who waits for them, as the settings want it. */
final class Histories implements AutoCloseable {

    private final ScheduledThreadPoolExecutor threads;
    private final History history;
    private final Tails tails;

    Histories(Settings settings, DynamoDbClient dynamoDb, Outlets outlets, MeterRegistry meters) {
        AtomicInteger number = new AtomicInteger();
        this.threads = new ScheduledThreadPoolExecutor(
                settings.number("hermes.history.threads"),
                task -> new Thread(task, "history-" + number.incrementAndGet()));
        threads.setRemoveOnCancelPolicy(true);
        this.history = new History(
                dynamoDb,
                Tables.rooms(settings),
                new History.Limits(
                        Duration.ofSeconds(settings.number("hermes.history.seconds")),
                        settings.number("hermes.history.replay-messages")),
                Clock.systemUTC(),
                threads,
                meters);
        this.tails = new Tails(history, new Counted(Clock.systemUTC()), outlets, threads, meters);
    }

    History history() {
        return history;
    }

    Tails tails() {
        return tails;
    }

    Numbering numbering() {
        return new Numbering(history, tails);
    }

    /** What has no number by now comes again from the queue. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
