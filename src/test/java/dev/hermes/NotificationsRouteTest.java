package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.notification.Aim;
import dev.hermes.notification.Notification;
import dev.hermes.notification.Notifications;
import dev.hermes.queue.InHandLimit;
import dev.hermes.queue.QueueAddress;
import dev.hermes.queue.QueueComponent;
import dev.hermes.tracing.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.EndpointInject;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.aws2.sqs.Sqs2Constants;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/** Runs the real {@code notifications} of the edge between a fake queue and fake rules. */
class NotificationsRouteTest extends RoutesUnderTest {

    private static final String HELLO = "{\"user_id\":\"ada\",\"room_id\":\"lobby\",\"data\":\"Hello\"}";

    @EndpointInject("mock:direct:notification")
    private MockEndpoint rules;

    private final List<String> acknowledged = new CopyOnWriteArrayList<>();
    private final List<SendMessageRequest> sent = new CopyOnWriteArrayList<>();

    NotificationsRouteTest() {
        super("src/main/resources/edge/notifications", "src/main/resources/edge/errors");
    }

    @Test
    void deliversWhatItRead() {
        receive(HELLO);

        assertThat(rules.getExchanges())
                .singleElement()
                .extracting(exchange -> exchange.getVariable("notification"))
                .isEqualTo(new Notification(
                        "message-1", "lobby", "{\"user_id\":\"ada\",\"data\":\"Hello\"}", Aim.EVERYBODY));
    }

    @Test
    void acknowledgesWhatWasDelivered() {
        Exchange done = receive(HELLO);

        assertThat(done.getException()).isNull();
        assertThat(acknowledged).containsExactly("receipt-1");
        assertThat(sent).isEmpty();
    }

    @Test
    void acknowledgesOnlyAfterDelivery() {
        List<String> before = new CopyOnWriteArrayList<>();
        rules.whenAnyExchangeReceived(exchange -> before.addAll(acknowledged));

        receive(HELLO);

        assertThat(before).isEmpty();
        assertThat(acknowledged).hasSize(1);
    }

    @Test
    void leavesWhatCouldNotBeDeliveredInTheQueue() {
        rules.whenAnyExchangeReceived(exchange -> {
            throw new IllegalStateException("the gateway is away");
        });

        Exchange done = receive(HELLO);

        assertThat(done.getException()).hasMessage("the gateway is away");
        assertThat(acknowledged).isEmpty();
        assertThat(sent).isEmpty();
    }

    @Test
    void parksABodyThatCannotBeReadAsItCame() {
        String body = "{\"room_id\": [1.0, \"é\"]}  ";

        receive(body);

        assertThat(sent).singleElement().satisfies(message -> {
            assertThat(message.queueUrl()).endsWith("/hermes-messageQueue-dlq");
            assertThat(message.messageBody()).isEqualTo(body);
        });
        assertThat(rules.getExchanges()).isEmpty();
    }

    @Test
    void saysWhyItWasParkedAndNothingElse() {
        receive("{\"data\":1}");

        assertThat(sent)
                .singleElement()
                .extracting(SendMessageRequest::messageAttributes)
                .isEqualTo(Map.of(
                        "reason",
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue("The body has no 'room_id'")
                                .build()));
    }

    @Test
    void acknowledgesWhatWasParked() {
        Exchange done = receive("not json");

        assertThat(done.getException()).isNull();
        assertThat(acknowledged).containsExactly("receipt-1");
    }

    @Test
    void leavesWhatCouldNotBeParkedInTheQueue() {
        Exchange done = receive("refuse me");

        assertThat(done.getException()).hasMessage("the dead-letter queue is away");
        assertThat(acknowledged).isEmpty();
    }

    @Test
    void parksEveryBodyThatIsNoNotification() {
        List<String> bodies = List.of("true", "7", "[]", "{}", "\"a\\\"b\"", "{\"room_id\":\"\"}", "${body}", "ping");

        bodies.forEach(this::receive);

        assertThat(sent).extracting(SendMessageRequest::messageBody).containsExactlyElementsOf(bodies);
        assertThat(acknowledged).hasSameSizeAs(bodies);
    }

    @Test
    void parksABodyThatIsQuotedOrNull() {
        List<String> bodies = List.of("null", "\"x\"", "'" + HELLO + "'", "''", "\"\"", " ");

        bodies.forEach(this::receive);

        assertThat(sent).extracting(SendMessageRequest::messageBody).containsExactlyElementsOf(bodies);
        assertThat(acknowledged).hasSameSizeAs(bodies);
    }

    private Exchange receive(String body) {
        return run("queue", exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeader(Sqs2Constants.RECEIPT_HANDLE, "receipt-1");
            exchange.getMessage().setHeader(Sqs2Constants.MESSAGE_ID, "message-1");
            exchange.getMessage().setHeader("reason", "that of another");
            exchange.getMessage().setHeader("trace", "an attribute of the message");
        });
    }

    @Override
    void bindBeans(CamelContext camel) {
        camel.getRegistry().bind("notifications", new Notifications());
        Processor acknowledge = exchange ->
                acknowledged.add(exchange.getMessage().getHeader(Sqs2Constants.RECEIPT_HANDLE, String.class));
        camel.getRegistry().bind("acknowledge", acknowledge);
        FakeSqs sqs = new FakeSqs();
        camel.addComponent(
                "aws2-sqs",
                new QueueComponent(
                        sqs,
                        new QueueAddress(sqs, "hermes-messageQueue", QUEUE_URL),
                        new QueueAddress(sqs, "hermes-messageQueue-dlq", DEAD_LETTER_QUEUE_URL),
                        new InHandLimit(10, 10, 0, () -> true),
                        Tracing.OFF,
                        new SimpleMeterRegistry()));
    }

    @Override
    public void configureContext(CamelContextConfiguration configuration) {
        super.configureContext(configuration);
        configuration.replaceRouteFromWith("notifications", "direct:queue");
        configuration.withMockEndpointsAndSkip("direct:notification");
    }

    private final class FakeSqs implements SqsClient {

        @Override
        public SendMessageResponse sendMessage(SendMessageRequest request) {
            if (request.messageBody().equals("refuse me")) {
                throw new IllegalStateException("the dead-letter queue is away");
            }
            sent.add(request);
            return SendMessageResponse.builder().messageId("parked-1").build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
