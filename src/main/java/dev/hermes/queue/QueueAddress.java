package dev.hermes.queue;

import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Where a queue is. SQS is asked for the URL when it is first needed, unless it was given. Safe for use by many threads. */
public final class QueueAddress implements Supplier<String> {

    private final SqsClient sqs;
    private final String name;
    private final boolean found;
    private volatile String url;

    /** @param url empty: SQS knows it by the name */
    public QueueAddress(SqsClient sqs, String name, String url) {
        this.sqs = sqs;
        this.name = name;
        this.found = url.isEmpty();
        this.url = url.isEmpty() ? null : url;
    }

    public String name() {
        return name;
    }

    /** Whether SQS is asked for it. */
    public boolean isFound() {
        return found;
    }

    public boolean isFifo() {
        return (found ? name : url).endsWith(".fifo");
    }

    /** @throws software.amazon.awssdk.core.exception.SdkException if there is no such queue or SQS does not answer */
    @Override
    public String get() {
        String known = url;
        if (known == null) {
            known = sqs.getQueueUrl(get -> get.queueName(name)).queueUrl();
            url = known;
        }
        return known;
    }
}
