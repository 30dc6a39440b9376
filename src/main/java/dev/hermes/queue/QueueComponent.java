package dev.hermes.queue;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * {@code notification-queue:}, where notifications come from. Each exchange is one message of SQS; what becomes of it
 * decides whether the message comes again ({@link QueueConsumer}).
 */
public final class QueueComponent extends DefaultComponent {

    private final NotificationQueue queue;
    private final DeadLetters deadLetters;
    private final QueueLimits limits;
    private final QueueMeters meters;
    private volatile QueueConsumer consumer;

    public QueueComponent(
            SqsClient sqs, QueueAddress address, DeadLetters deadLetters, QueueLimits limits, MeterRegistry meters) {
        this.queue = new NotificationQueue(sqs, address, limits);
        this.deadLetters = deadLetters;
        this.limits = limits;
        this.meters = new QueueMeters(meters, () -> consumer == null ? 0 : consumer.inHand());
    }

    NotificationQueue queue() {
        return queue;
    }

    DeadLetters deadLetters() {
        return deadLetters;
    }

    QueueLimits limits() {
        return limits;
    }

    QueueMeters meters() {
        return meters;
    }

    void consumer(QueueConsumer started) {
        consumer = started;
    }

    /** Receives nothing more, and gives back what has not begun. Returns at once. */
    public void stopReceiving() {
        if (consumer != null) {
            consumer.stopReceiving();
        }
    }

    /** Waits until what was received is done, for {@code patience} at the longest, and gives back the rest. */
    public void finish(Duration patience) {
        if (consumer != null) {
            consumer.finish(patience);
        }
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        // For the reader of the route: there is one queue.
        parameters.remove("name");
        return new QueueEndpoint(uri, this);
    }
}
