package dev.hermes.queue;

import dev.hermes.tracing.Parents;
import dev.hermes.tracing.Trace;
import dev.hermes.tracing.Tracing;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/** Begins a trace for each message, as a part of the one that its sender names. Asks SQS for nothing where nothing is traced. */
final class MessageTraces {

    private static final String TRACEPARENT = "traceparent";
    private static final String TRACESTATE = "tracestate";
    private static final MessageAttributeValue NONE =
            MessageAttributeValue.builder().build();

    private static final List<MessageSystemAttributeName> SYSTEM_ATTRIBUTES = Stream.concat(
                    NotificationQueue.SYSTEM_ATTRIBUTES.stream(),
                    Stream.of(MessageSystemAttributeName.AWS_TRACE_HEADER))
            .toList();

    private final Tracing tracing;

    MessageTraces(Tracing tracing) {
        this.tracing = tracing;
    }

    /** Wants the attributes that name a trace as well. */
    void ask(ReceiveMessageRequest.Builder receive) {
        if (tracing.isOn()) {
            receive.messageSystemAttributeNames(SYSTEM_ATTRIBUTES).messageAttributeNames(TRACEPARENT, TRACESTATE);
        }
    }

    Trace begin(String queueUrl, Message message) {
        if (!tracing.isOn()) {
            return Trace.NONE;
        }
        Parents parents = new Parents(
                text(message, TRACEPARENT),
                text(message, TRACESTATE),
                message.attributes().get(MessageSystemAttributeName.AWS_TRACE_HEADER));
        return tracing.received(queueUrl.substring(queueUrl.lastIndexOf('/') + 1), message.messageId(), parents);
    }

    /** Null if there is none, or it is no text. */
    private static String text(Message message, String attribute) {
        return message.messageAttributes().getOrDefault(attribute, NONE).stringValue();
    }
}
