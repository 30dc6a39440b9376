package dev.hermes.queue;

import dev.hermes.tracing.Trace;
import java.util.List;
import org.apache.camel.component.aws2.sqs.Sqs2Constants;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * A message that this node has received, and neither deleted nor given back.
 *
 * @param group whose messages come in order; null on a standard queue, where a group only says whose they are
 * @param since when it was received, in nanoseconds of {@link System#nanoTime}
 * @param trace ended by whoever decides what becomes of the message
 */
record HeldMessage(Message message, String group, long since, Trace trace) {

    static HeldMessage of(Message message, boolean isFifo, long since, Trace trace) {
        String group = isFifo ? message.attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID) : null;
        return new HeldMessage(message, group, since, trace);
    }

    /** Every line of the log about the message names it. */
    String id() {
        return message.messageId();
    }

    static List<String> ids(List<HeldMessage> messages) {
        return messages.stream().map(HeldMessage::id).toList();
    }

    String receipt() {
        return message.receiptHandle();
    }

    int characters() {
        return message.body().length();
    }

    /** Since the epoch, by the clock of SQS. */
    long sentMillis() {
        return Long.parseLong(message.attributes()
                .getOrDefault(MessageSystemAttributeName.SENT_TIMESTAMP, Long.toString(System.currentTimeMillis())));
    }

    /** Body and headers, as Camel's {@code aws2-sqs} names them, and the trace, if there is one. */
    void copyTo(org.apache.camel.Message camel) {
        camel.setBody(message.body());
        message.attributesAsStrings().forEach(camel::setHeader);
        camel.setHeader(Sqs2Constants.MESSAGE_ID, message.messageId());
        camel.setHeader(Sqs2Constants.RECEIPT_HANDLE, message.receiptHandle());
        if (trace.isOn()) {
            camel.setHeader(Trace.HEADER, trace);
        }
    }
}
