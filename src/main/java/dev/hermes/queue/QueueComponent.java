package dev.hermes.queue;

import dev.hermes.tracing.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.camel.Endpoint;
import org.apache.camel.component.aws2.sqs.Sqs2Component;
import org.apache.camel.component.aws2.sqs.Sqs2Configuration;
import org.apache.camel.spi.annotations.Component;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The {@code aws2-sqs} component, under the same name and with the same options, for the two queues of Hermes: they need not
 * answer when a route starts, and notifications are received in another way ({@link QueueConsumer}). Every other queue is
 * served by the stock endpoint.
 */
@Component("aws2-sqs")
public final class QueueComponent extends Sqs2Component {

    private static final long LOOK_MILLIS = 20;

    private final SqsClient sqs;
    private final QueueAddress notifications;
    private final QueueAddress deadLetterQueue;
    private final InHandLimit inHandLimit;
    private final Tracing tracing;
    private final Ends ends;
    private volatile QueueConsumer consumer;

    /** @param inHandLimit nothing is received while it is reached */
    public QueueComponent(
            SqsClient sqs,
            QueueAddress notifications,
            QueueAddress deadLetterQueue,
            InHandLimit inHandLimit,
            Tracing tracing,
            MeterRegistry meters) {
        this.sqs = sqs;
        this.notifications = notifications;
        this.deadLetterQueue = deadLetterQueue;
        this.inHandLimit = inHandLimit;
        this.tracing = tracing;
        this.ends = new Ends(new QueueMeters(meters, () -> consumer == null ? 0 : consumer.inHand()));
    }

    NotificationQueue queue(Sqs2Configuration options) {
        return new NotificationQueue(sqs, notifications, limits(options), tracing);
    }

    QueueLimits limits(Sqs2Configuration options) {
        return new QueueLimits(
                options.getConcurrentConsumers(),
                options.getWaitTimeSeconds(),
                options.getVisibilityTimeout(),
                inHandLimit);
    }

    DeadLetters deadLetters() {
        return new DeadLetters(sqs, deadLetterQueue);
    }

    Ends ends() {
        return ends;
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

    /** Waits until nothing is in hand, for {@code patience} at the longest, and only while that is of use. */
    public void awaitNoneInHand(Duration patience, BooleanSupplier ofUse) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (consumer != null && consumer.inHand() > 0 && ofUse.getAsBoolean() && System.nanoTime() < deadline) {
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits for the end of a long poll, then shortly for what was received, and gives back the rest.
     *
     * @param serves whether the queue answers; without, nothing is waited for long
     */
    public void finish(boolean serves) {
        if (consumer != null) {
            consumer.finish(serves);
        }
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        boolean isNotifications = remaining.equals(notifications.name());
        if (!isNotifications && !remaining.equals(deadLetterQueue.name())) {
            return super.createEndpoint(uri, remaining, parameters);
        }
        Sqs2Configuration options = getConfiguration().copy();
        options.setQueueName(remaining);
        options.setAmazonSQSClient(sqs);
        QueueEndpoint endpoint =
                new QueueEndpoint(uri, this, options, isNotifications ? notifications : deadLetterQueue);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
