package dev.hermes.command;

import java.time.Instant;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** A message in the dead-letter queue. */
record ParkedMessage(Message message) {

    private static final String REASON = "reason";
    private static final String BY_SQS = "SQS gave it up after too many tries";
    private static final int SHOWN = 200;

    String body() {
        return message.body();
    }

    /** The group that it was sent in; its id where it had none. */
    String group() {
        return message.attributes().getOrDefault(MessageSystemAttributeName.MESSAGE_GROUP_ID, message.messageId());
    }

    /** One line: when it was parked, its id, why, and the beginning of its body without control characters. */
    String describe() {
        MessageAttributeValue reason = message.messageAttributes().get(REASON);
        String sent = message.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP);
        String body = body().substring(0, Math.min(SHOWN, body().length())).replaceAll("\\p{Cntrl}", " ");
        return (sent == null ? "-" : Instant.ofEpochMilli(Long.parseLong(sent))) + "  " + message.messageId() + "  "
                + (reason == null ? BY_SQS : reason.stringValue().replaceAll("\\p{Cntrl}", " ")) + "  " + body;
    }
}
