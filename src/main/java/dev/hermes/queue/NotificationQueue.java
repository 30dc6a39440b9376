package dev.hermes.queue;

import dev.hermes.tracing.Tracing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** Receives from the queue, keeps what was received out of others' sight, and gives it back. */
final class NotificationQueue {

    private static final Logger LOG = LoggerFactory.getLogger(NotificationQueue.class);

    /** As many as SQS takes and gives in a request. */
    private static final int BATCH = 10;
    /** In a row, of requests to change visibilities. */
    private static final int MOST_FAILURES = 2;

    /** For the answer to travel, beyond the long poll. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    static final List<MessageSystemAttributeName> SYSTEM_ATTRIBUTES = List.of(
            MessageSystemAttributeName.SENT_TIMESTAMP,
            MessageSystemAttributeName.MESSAGE_GROUP_ID,
            MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT);

    private final SqsClient sqs;
    private final QueueAddress address;
    private final QueueLimits limits;
    private final MessageTraces traces;

    NotificationQueue(SqsClient sqs, QueueAddress address, QueueLimits limits, Tracing tracing) {
        this.sqs = sqs;
        this.address = address;
        this.limits = limits;
        this.traces = new MessageTraces(tracing);
    }

    /** How long a receive takes at most. */
    Duration receiveDeadline() {
        return Duration.ofSeconds(limits.waitSeconds()).plus(SLACK);
    }

    /** Waits for messages as long as the long poll. Throws an {@link SdkException} if SQS does not serve. */
    List<HeldMessage> receive() {
        String url = address.get();
        Duration deadline = receiveDeadline();
        List<Message> messages = sqs.receiveMessage(receive -> receive.queueUrl(url)
                        .maxNumberOfMessages(BATCH)
                        .visibilityTimeout(limits.visibilitySeconds())
                        .waitTimeSeconds(limits.waitSeconds())
                        .messageSystemAttributeNames(SYSTEM_ATTRIBUTES)
                        .applyMutation(traces::ask)
                        .overrideConfiguration(
                                call -> call.apiCallTimeout(deadline).apiCallAttemptTimeout(deadline)))
                .messages();
        long now = System.nanoTime();
        return messages.stream()
                .map(message -> HeldMessage.of(message, address.isFifo(), now, traces.begin(url, message)))
                .toList();
    }

    /** Keeps them out of sight for another visibility time-out; without those that {@code stillHeld} denies by then. */
    void extend(List<HeldMessage> messages, Predicate<HeldMessage> stillHeld) {
        changeVisibility(
                messages,
                limits.visibilitySeconds(),
                stillHeld,
                System.nanoTime() + Duration.ofHours(1).toNanos());
    }

    /** Makes them visible to all at once, as far as that can be done within {@code patience}. */
    void giveBack(List<HeldMessage> messages, Duration patience) {
        changeVisibility(messages, 0, message -> true, System.nanoTime() + patience.toNanos());
    }

    void delete(HeldMessage message) {
        String url = address.get();
        sqs.deleteMessage(delete -> delete.queueUrl(url).receiptHandle(message.receipt()));
    }

    /**
     * What cannot be changed becomes visible by itself, when its time-out is over. A request that fails does not keep those
     * behind it from being changed; two in a row do, since SQS does not serve.
     */
    private void changeVisibility(
            List<HeldMessage> messages, int seconds, Predicate<HeldMessage> condition, long deadline) {
        int failures = 0;
        for (int from = 0;
                from < messages.size() && failures < MOST_FAILURES && deadline - System.nanoTime() > 0;
                from += BATCH) {
            List<HeldMessage> batch = messages.subList(from, Math.min(messages.size(), from + BATCH));
            boolean changed = changeVisibility(batch.stream().filter(condition).toList(), seconds);
            failures = changed ? 0 : failures + 1;
        }
    }

    private boolean changeVisibility(List<HeldMessage> batch, int seconds) {
        List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
        for (HeldMessage message : batch) {
            entries.add(ChangeMessageVisibilityBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .receiptHandle(message.receipt())
                    .visibilityTimeout(seconds)
                    .build());
        }
        try {
            if (!entries.isEmpty()) {
                String url = address.get();
                sqs.changeMessageVisibilityBatch(change -> change.queueUrl(url).entries(entries));
            }
        } catch (SdkException e) {
            LOG.debug("The visibility of notifications {} could not be changed", HeldMessage.ids(batch), e);
            return false;
        }
        return true;
    }
}
