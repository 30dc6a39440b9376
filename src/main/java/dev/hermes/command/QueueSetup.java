package dev.hermes.command;

import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.Map;
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

    void queues(String queue, String deadLetterQueue, int visibilitySeconds) {
        String deadLetters = create(deadLetterQueue, Map.of(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "1209600"));
        create(
                queue,
                Map.of(
                        QueueAttributeName.VISIBILITY_TIMEOUT, Integer.toString(visibilitySeconds),
                        QueueAttributeName.REDRIVE_POLICY, redrive(arn(deadLetters))));
    }

    private String create(String name, Map<QueueAttributeName, String> attributes) {
        try {
            String url = sqs.getQueueUrl(get -> get.queueName(name)).queueUrl();
            out.println("Queue " + name + " is there");
            return url;
        } catch (QueueDoesNotExistException missing) {
            Map<QueueAttributeName, String> all = new EnumMap<>(attributes);
            if (name.endsWith(FIFO)) {
                all.put(QueueAttributeName.FIFO_QUEUE, "true");
            }
            String url = sqs.createQueue(create -> create.queueName(name).attributes(all))
                    .queueUrl();
            out.println("Queue " + name + " created");
            return url;
        }
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
