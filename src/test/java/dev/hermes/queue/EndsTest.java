package dev.hermes.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hermes.dev.RecordedTrace;
import dev.hermes.notification.Notifications;
import dev.hermes.notification.UnreadableNotification;
import dev.hermes.tracing.Trace;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.model.Message;

class EndsTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Ends ends = new Ends(new QueueMeters(meters, () -> 0));
    private final RecordedTrace trace = new RecordedTrace();
    private final HeldMessage message =
            new HeldMessage(Message.builder().messageId("m-1").build(), null, 0, trace);
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @Test
    void tellTheTraceThatAMessageIsDone() {
        ends.done(message, exchange);

        assertThat(trace.lines()).containsExactly("acknowledged");
        assertThat(outcome("acknowledged")).isEqualTo(1);
    }

    @Test
    void tellTheTraceWhyTheEdgeParkedAMessage() {
        exchange.setProperty(
                Exchange.EXCEPTION_CAUGHT, catchThrowableOfType(UnreadableNotification.class, () -> new Notifications()
                        .read("secret", "m-1", 0L, Trace.NONE)));

        ends.done(message, exchange);

        assertThat(trace.lines()).containsExactly("parked unreadable");
        assertThat(outcome("parked")).isEqualTo(1);
    }

    @Test
    void tellTheTraceWhatKindOfFailureItWas() {
        ends.failed(message, SdkClientException.create("the table does not answer"));
        ends.failed(message, new IllegalStateException("a rule names 'secret'"));

        assertThat(trace.lines()).containsExactly("failed unavailable", "failed IllegalStateException");
        assertThat(outcome("failed")).isEqualTo(2);
    }

    @Test
    void tellTheTraceThatAMessageWasGivenBack() {
        ends.returned(List.of(message));

        assertThat(trace.lines()).containsExactly("returned");
        assertThat(outcome("returned")).isEqualTo(1);
    }

    private double outcome(String outcome) {
        return meters.get("hermes.notifications")
                .tag("outcome", outcome)
                .counter()
                .count();
    }
}
