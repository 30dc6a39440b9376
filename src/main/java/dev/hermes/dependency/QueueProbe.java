package dev.hermes.dependency;

import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;

/** Asks a queue for its URL, and, where others of its requests fail, by requests about a message that there is not. */
public final class QueueProbe implements Probe {

    private static final String URL = "GetQueueUrl";
    private static final String NOBODY = "hermes-probe";

    private final SqsClient sqs;
    private final String queue;
    private final Supplier<String> url;
    private final List<String> routine;

    /**
     * @param url of the queue
     * @param found whether Hermes looks for the URL by the queue's name; if not, it may lack the permission to
     */
    public QueueProbe(SqsClient sqs, String queue, Supplier<String> url, boolean found) {
        this.sqs = sqs;
        this.queue = queue;
        this.url = url;
        this.routine = found ? List.of(URL) : List.of();
    }

    @Override
    public String resource() {
        return queue;
    }

    @Override
    public List<String> routine() {
        return routine;
    }

    @Override
    public boolean ask(String operation) {
        try {
            return request(operation);
        } catch (RuntimeException e) {
            if (FailureKind.of(e) == FailureKind.REFUSED) {
                // There is no such message: the queue has answered.
                return true;
            }
            throw e;
        }
    }

    private boolean request(String operation) {
        switch (operation) {
            case URL -> sqs.getQueueUrl(get -> get.queueName(queue));
            case "ChangeMessageVisibilityBatch" ->
                sqs.changeMessageVisibilityBatch(change -> change.queueUrl(url.get())
                        .entries(ChangeMessageVisibilityBatchRequestEntry.builder()
                                .id("0")
                                .receiptHandle(NOBODY)
                                .visibilityTimeout(0)
                                .build()));
            case "DeleteMessageBatch" ->
                sqs.deleteMessageBatch(delete -> delete.queueUrl(url.get())
                        .entries(DeleteMessageBatchRequestEntry.builder()
                                .id("0")
                                .receiptHandle(NOBODY)
                                .build()));
            default -> {
                return false;
            }
        }
        return true;
    }
}
