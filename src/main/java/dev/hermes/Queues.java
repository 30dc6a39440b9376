package dev.hermes;

import dev.hermes.dependency.QueueProbe;
import dev.hermes.notification.RoomQueue;
import dev.hermes.queue.Acknowledge;
import dev.hermes.queue.QueueAddress;
import dev.hermes.queue.QueueComponent;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** What is kept in SQS, as the settings want it. */
public final class Queues implements AutoCloseable {

    private final Settings settings;
    private final SqsClient sqs;
    private final QueueAddress queue;
    private final QueueAddress deadLetterQueue;
    private final QueueComponent component;

    Queues(Settings settings, SqsClient sqs, MeterRegistry meters) {
        this.settings = settings;
        this.sqs = sqs;
        this.queue = address("hermes.notifications.queue");
        this.deadLetterQueue = address("hermes.notifications.dead-letter-queue");
        this.component = new QueueComponent(
                sqs, queue, deadLetterQueue, settings.number("hermes.notifications.max-in-flight"), meters);
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

    /** Where the rooms' API puts what it is given. */
    RoomQueue rooms() {
        return new RoomQueue(sqs, queue);
    }

    Acknowledge acknowledge(Supplier<SqsAsyncClient> clients) {
        return new Acknowledge(clients, queue);
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
