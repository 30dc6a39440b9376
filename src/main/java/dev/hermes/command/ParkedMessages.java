package dev.hermes.command;

import dev.hermes.queue.QueueAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** What lies in the dead-letter queue. All methods throw the {@code SdkException} of SQS. */
final class ParkedMessages {

    private static final int BATCH = 10;
    /** While they are looked at, nobody else gets them. A thousand are put back on the queue in some of these minutes. */
    private static final int HIDDEN_SECONDS = 600;

    private final SqsClient sqs;
    private final QueueAddress queue;
    private final QueueAddress deadLetterQueue;

    ParkedMessages(SqsClient sqs, QueueAddress queue, QueueAddress deadLetterQueue) {
        this.sqs = sqs;
        this.queue = queue;
        this.deadLetterQueue = deadLetterQueue;
    }

    /** Receives until there are no more that it does not have, or enough: those that it has may come again. */
    List<ParkedMessage> read(int limit) {
        Map<String, ParkedMessage> all = new LinkedHashMap<>();
        int before = -1;
        while (all.size() > before && all.size() < limit) {
            before = all.size();
            receive(limit - before).forEach(message -> all.put(message.messageId(), new ParkedMessage(message)));
        }
        return List.copyOf(all.values());
    }

    private List<Message> receive(int most) {
        return sqs.receiveMessage(receive -> receive.queueUrl(deadLetterQueue.get())
                        .maxNumberOfMessages(Math.min(BATCH, most))
                        .visibilityTimeout(HIDDEN_SECONDS)
                        .waitTimeSeconds(1)
                        .messageAttributeNames("All")
                        .messageSystemAttributeNames(
                                MessageSystemAttributeName.SENT_TIMESTAMP, MessageSystemAttributeName.MESSAGE_GROUP_ID))
                .messages();
    }

    /** Others see them again. */
    void putBack(List<ParkedMessage> messages) {
        messages.forEach(parked -> sqs.changeMessageVisibility(change -> change.queueUrl(deadLetterQueue.get())
                .receiptHandle(parked.message().receiptHandle())
                .visibilityTimeout(0)));
    }

    /** Puts a message on the queue, its body unchanged, and deletes it here. */
    void redrive(ParkedMessage parked) {
        SendMessageRequest.Builder message =
                SendMessageRequest.builder().queueUrl(queue.get()).messageBody(parked.body());
        if (queue.isFifo()) {
            message.messageGroupId(parked.group())
                    .messageDeduplicationId(UUID.randomUUID().toString());
        }
        sqs.sendMessage(message.build());
        sqs.deleteMessage(delete -> delete.queueUrl(deadLetterQueue.get())
                .receiptHandle(parked.message().receiptHandle()));
    }
}
