package dev.hermes.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.hermes.dev.RecordedTrace;
import dev.hermes.tracing.Parents;
import dev.hermes.tracing.Trace;
import dev.hermes.tracing.Tracing;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

class MessageTracesTest {

    private static final int MANY = 100_000;

    private static final Message MESSAGE = Message.builder()
            .messageId("m-1")
            .attributes(Map.of(MessageSystemAttributeName.AWS_TRACE_HEADER, "Root=1"))
            .messageAttributes(Map.of(
                    "traceparent",
                    MessageAttributeValue.builder().stringValue("00-1").build()))
            .build();

    private final List<String> begun = new ArrayList<>();
    private final Tracing tracing = new Tracing() {
        @Override
        public boolean isOn() {
            return true;
        }

        @Override
        public Trace received(String queue, String id, Parents parents) {
            begun.add(queue + " " + id + " " + parents);
            return new RecordedTrace();
        }
    };

    @Test
    void begunForEachMessageOfAQueueByItsName() {
        Trace trace = new MessageTraces(tracing).begin("https://sqs.eu-west-1.amazonaws.com/1/red.fifo", MESSAGE);

        assertThat(trace.isOn()).isTrue();
        assertThat(begun).containsExactly("red.fifo m-1 " + new Parents("00-1", null, "Root=1"));
    }

    @Test
    void askForTheAttributesThatNameATrace() {
        ReceiveMessageRequest request = asked(tracing);

        assertThat(request.messageAttributeNames()).containsExactly("traceparent", "tracestate");
        assertThat(request.messageSystemAttributeNames())
                .containsAll(NotificationQueue.SYSTEM_ATTRIBUTES)
                .contains(MessageSystemAttributeName.AWS_TRACE_HEADER);
    }

    @Test
    void askForNothingWhereNothingIsTraced() {
        assertThat(asked(Tracing.OFF)).isEqualTo(ReceiveMessageRequest.builder().build());
        assertThat(new MessageTraces(Tracing.OFF).begin("https://sqs/red", MESSAGE))
                .isSameAs(Trace.NONE);
    }

    @Test
    void costNothingWhereNothingIsTraced() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        MessageTraces off = new MessageTraces(Tracing.OFF);
        long self = Thread.currentThread().getId();
        traceOne(off);
        long before = threads.getThreadAllocatedBytes(self);

        for (int i = 0; i < MANY; i++) {
            traceOne(off);
        }

        assertThat(threads.getThreadAllocatedBytes(self) - before).isLessThan(MANY);
    }

    private static void traceOne(MessageTraces traces) {
        Trace trace = traces.begin("https://sqs/red", MESSAGE);
        trace.room("lobby");
        trace.here("lobby", 1);
        trace.numbered("lobby", 1);
        trace.end("acknowledged");
    }

    private static ReceiveMessageRequest asked(Tracing tracing) {
        return ReceiveMessageRequest.builder()
                .applyMutation(new MessageTraces(tracing)::ask)
                .build();
    }
}
