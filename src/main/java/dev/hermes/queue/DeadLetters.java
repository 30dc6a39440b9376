package dev.hermes.queue;

import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** The queue for messages that will never be delivered. */
public final class DeadLetters {

    private static final String REASON = "reason";

    private final SqsClient sqs;
    private final QueueAddress address;

    public DeadLetters(SqsClient sqs, QueueAddress address) {
        this.sqs = sqs;
        this.address = address;
    }

    /**
     * Puts the body there as it is, with the reason as its only attribute.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if SQS does not take it
     */
    public void park(String body, String reason) {
        SendMessageRequest.Builder message = SendMessageRequest.builder()
                .queueUrl(address.get())
                .messageBody(body)
                .messageAttributes(Map.of(
                        REASON,
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue(reason)
                                .build()));
        if (address.isFifo()) {
            String id = UUID.randomUUID().toString();
            message.messageGroupId(id).messageDeduplicationId(id);
        }
        sqs.sendMessage(message.build());
    }
}
