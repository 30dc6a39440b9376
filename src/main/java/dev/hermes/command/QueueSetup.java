package dev.hermes.command;

import dev.hermes.queue.QueueAddress;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** Creates the queues that are missing. */
final class QueueSetup {

    /** Receives before a message that is never acknowledged leaves for the dead-letter queue. */
    private static final int MOST_RECEIVES = 10;

    private static final String FIFO = ".fifo";

    private final SqsClient sqs;
    private final PrintWriter out;

    QueueSetup(SqsClient sqs, PrintWriter out) {
        this.sqs = sqs;
        this.out = out;
    }

    void queues(QueueAddress queue, QueueAddress deadLetterQueue, int visibilitySeconds) {
        if (queue.isFifo() != deadLetterQueue.isFifo()) {
            throw new IllegalStateException("Queue " + queue.name() + " and dead-letter queue " + deadLetterQueue.name()
                    + " must both be FIFO queues or both standard queues, as SQS demands: end both names in .fifo, or"
                    + " neither (hermes.notifications.queue, hermes.notifications.dead-letter-queue)");
        }
        String deadLetters = find(deadLetterQueue)
                .orElseGet(() ->
                        create(deadLetterQueue.name(), Map.of(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "1209600")));
        if (find(queue).isEmpty()) {
            create(
                    queue.name(),
                    Map.of(
                            QueueAttributeName.VISIBILITY_TIMEOUT, Integer.toString(visibilitySeconds),
                            QueueAttributeName.REDRIVE_POLICY, redrive(arn(deadLetters))));
        }
    }

    /** The URL of the queue; empty if none has its name. One that is set by its URL belongs to somebody else to make. */
    private Optional<String> find(QueueAddress queue) {
        try {
            String url = queue.get();
            // Also where the URL was given, and nobody has asked SQS yet.
            arn(url);
            out.println("Queue " + (queue.isFound() ? queue.name() : url) + " is there");
            return Optional.of(url);
        } catch (QueueDoesNotExistException missing) {
            if (queue.isFound()) {
                return Optional.empty();
            }
            throw new IllegalStateException(
                    "There is no queue at " + queue.get()
                            + ", which hermes.notifications sets as a URL; setup makes queues by their names only",
                    missing);
        }
    }

    private String create(String name, Map<QueueAttributeName, String> attributes) {
        Map<QueueAttributeName, String> all = new EnumMap<>(attributes);
        if (name.endsWith(FIFO)) {
            all.put(QueueAttributeName.FIFO_QUEUE, "true");
        }
        String url = sqs.createQueue(create -> create.queueName(name).attributes(all))
                .queueUrl();
        out.println("Queue " + name + " created");
        return url;
    }

    private String arn(String url) {
        return sqs.getQueueAttributes(get -> get.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
    }

    private static String redrive(String deadLetterArn) {
        return "{\"deadLetterTargetArn\":\"" + deadLetterArn + "\",\"maxReceiveCount\":\"" + MOST_RECEIVES + "\"}";
    }
}
