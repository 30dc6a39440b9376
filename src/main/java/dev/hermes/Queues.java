package dev.hermes;

import dev.hermes.dependency.QueueProbe;
import dev.hermes.notification.RoomQueue;
import dev.hermes.queue.Acknowledge;
import dev.hermes.queue.InHandLimit;
import dev.hermes.queue.QueueAddress;
import dev.hermes.queue.QueueComponent;
import dev.hermes.tracing.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** What is kept in SQS, as the settings want it. */
public final class Queues implements AutoCloseable {

    /** For messages that wait until the tables are available again. */
    private static final long MOST_CHARACTERS_WAITING = 64 * 1024 * 1024;

    private final Settings settings;
    private final SqsClient sqs;
    private final QueueAddress queue;
    private final QueueAddress deadLetterQueue;
    private final QueueComponent component;

    /** @param tablesServe whether deliveries need not wait for a table */
    Queues(Settings settings, SqsClient sqs, BooleanSupplier tablesServe, Tracing tracing, MeterRegistry meters) {
        this.settings = settings;
        this.sqs = sqs;
        this.queue = address("hermes.notifications.queue");
        this.deadLetterQueue = address("hermes.notifications.dead-letter-queue");
        InHandLimit limit = new InHandLimit(
                settings.number("hermes.notifications.max-in-flight"),
                settings.number("hermes.notifications.max-waiting"),
                MOST_CHARACTERS_WAITING,
                tablesServe);
        this.component = new QueueComponent(sqs, queue, deadLetterQueue, limit, tracing, meters);
    }

    private QueueAddress address(String key) {
        return new QueueAddress(sqs, settings.get(key), settings.get(key + "-url"));
    }

    SqsClient sqs() {
        return sqs;
    }

    /** Camel's way to SQS. */
    QueueComponent component() {
        return component;
    }

    /** Whether the messages of a group come in their order. */
    boolean keepOrder() {
        return queue.isFifo();
    }

    /** Where the rooms' API puts what it is given. */
    RoomQueue rooms() {
        return new RoomQueue(sqs, queue);
    }

    Acknowledge acknowledge(Supplier<SqsAsyncClient> clients) {
        return new Acknowledge(clients, queue, keepOrder());
    }

    /** To find out whether the queues are there. */
    QueueProbe[] probes() {
        return new QueueProbe[] {probe(queue), probe(deadLetterQueue)};
    }

    private QueueProbe probe(QueueAddress address) {
        return new QueueProbe(sqs, address.name(), address, address.isFound());
    }

    @Override
    public void close() {
        sqs.close();
    }
}
