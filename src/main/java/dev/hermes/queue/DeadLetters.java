package dev.hermes.queue;

import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** The queue for messages that will never be delivered. */
final class DeadLetters {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private static final String REASON = "reason";

    private final SqsClient sqs;
    private final QueueAddress address;

    DeadLetters(SqsClient sqs, QueueAddress address) {
        this.sqs = sqs;
        this.address = address;
    }

    /**
     * Puts the body there as it is, with the reason as its only attribute, and logs it.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if SQS does not take it
     */
    void park(HeldMessage held, Exception refusal) {
        String reason =
                "Refused for good: " + refusal.getMessage().lines().findFirst().orElse("");
        park(held.message().body(), reason);
        LOG.warn("Notification {} moved to the dead-letter queue. {}", held.id(), reason);
    }

    private void park(String body, String reason) {
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
