package dev.hermes.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.tracing.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

class QueueConsumerTest {

    private final FakeSqs sqs = new FakeSqs();
    private final Held route = new Held();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private DefaultCamelContext camel;
    private QueueComponent component;

    @BeforeEach
    void start() throws Exception {
        receiveFrom(".fifo");
    }

    private void receiveFrom(String suffix) throws Exception {
        camel = new DefaultCamelContext();
        component = new QueueComponent(
                sqs,
                new QueueAddress(sqs, "queue" + suffix, "http://sqs/queue" + suffix),
                new QueueAddress(sqs, "dlq" + suffix, "http://sqs/dlq" + suffix),
                new InHandLimit(100, 100, 0, () -> true),
                Tracing.OFF,
                meters);
        camel.addComponent("aws2-sqs", component);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("aws2-sqs:queue" + suffix + "?waitTimeSeconds=1&visibilityTimeout=3")
                        .process(route);
            }
        });
        camel.getShutdownStrategy().setTimeout(1);
        camel.start();
    }

    @AfterEach
    void stop() {
        route.release();
        camel.stop();
    }

    @Test
    void hasOneMessageOfAGroupUnderWayAtATime() throws Exception {
        sqs.receive(message("red", "r-1"), message("red", "r-2"), message("blue", "b-1"));

        assertThat(List.of(route.next(), route.next())).extracting(Held::body).containsExactly("r-1", "b-1");
        assertThat(route.isEmpty()).isTrue();
    }

    @Test
    void hasMessagesOfAGroupUnderWayTogetherOnAStandardQueue() throws Exception {
        camel.stop();
        receiveFrom("");
        sqs.receive(message("tenant", "t-1"), message("tenant", "t-2"), message("tenant", "t-3"));

        assertThat(List.of(route.next(), route.next(), route.next()))
                .extracting(Held::body)
                .containsExactly("t-1", "t-2", "t-3");
    }

    @Test
    void goesOnWithTheGroupWhenTheOneBeforeIsDone() throws Exception {
        sqs.receive(message("red", "r-1"), message("red", "r-2"));

        route.next().done(null);

        assertThat(Held.body(route.next())).isEqualTo("r-2");
        assertThat(outcome("acknowledged")).isEqualTo(1);
    }

    @Test
    void givesBackWhatIsBehindAMessageThatFailed() throws Exception {
        sqs.receive(message("red", "r-1"), message("red", "r-2"), message("red", "r-3"));

        route.next().done(new IllegalStateException("a rule is broken"));

        await().untilAsserted(() -> assertThat(sqs.visibilities).containsExactly("r-2 0", "r-3 0"));
        assertThat(route.isEmpty()).isTrue();
        assertThat(outcome("failed")).isEqualTo(1);
        assertThat(outcome("returned")).isEqualTo(2);
    }

    @Test
    void parksWhatAwsRefusesForGoodAndGoesOnWithTheGroup() throws Exception {
        sqs.receive(message("red", "r-1"), message("red", "r-2"));

        route.next().done(refusal());

        assertThat(Held.body(route.next())).isEqualTo("r-2");
        assertThat(sqs.sent).singleElement().satisfies(sent -> {
            assertThat(sent.queueUrl()).isEqualTo("http://sqs/dlq.fifo");
            assertThat(sent.messageBody()).isEqualTo("r-1");
            assertThat(sent.messageAttributes().get("reason").stringValue()).contains("key is too long");
            assertThat(sent.messageGroupId()).isNotBlank();
        });
        assertThat(sqs.deleted).containsExactly("r-1");
        assertThat(outcome("parked")).isEqualTo(1);
    }

    @Test
    void keepsWhatIsInHandOutOfSight() throws Exception {
        sqs.receive(message("red", "r-1"));
        route.next();

        await().untilAsserted(() -> assertThat(sqs.visibilities).contains("r-1 3"));
    }

    @Test
    void keepsTheOthersOutOfSightWhereOneRequestFails() throws Exception {
        camel.stop();
        receiveFrom("");
        sqs.refuses = "m-0";
        sqs.receive(
                IntStream.range(0, 15).mapToObj(n -> message("any", "m-" + n)).toArray(Message[]::new));
        for (int n = 0; n < 15; n++) {
            route.next();
        }

        await().untilAsserted(() -> assertThat(sqs.visibilities).contains("m-14 3"));
        assertThat(sqs.visibilities).doesNotContain("m-9 3");
    }

    @Test
    void receivesNothingOnceItStopsAndGivesBackWhatHasNotBegun() throws Exception {
        sqs.receive(message("red", "r-1"), message("red", "r-2"));
        Held.Waiting first = route.next();

        component.stopReceiving();
        sqs.receive(message("blue", "late"));
        await().untilAsserted(() -> assertThat(sqs.visibilities).contains("r-2 0"));
        first.done(null);
        component.finish(true);

        assertThat(route.isEmpty()).isTrue();
        assertThat(sqs.visibilities).doesNotContain("r-1 0");
    }

    @Test
    void givesBackWhatIsNotDoneInTimeAndKeepsItNoLonger() throws Exception {
        sqs.receive(message("red", "r-1"));
        Held.Waiting first = route.next();

        component.stopReceiving();
        component.finish(false);

        assertThat(sqs.visibilities).last().isEqualTo("r-1 0");
        first.done(null);
        assertThat(outcome("acknowledged")).isZero();
        assertThat(outcome("returned")).isEqualTo(1);
    }

    private double outcome(String outcome) {
        return meters.counter("hermes.notifications", "outcome", outcome).count();
    }

    private static Message message(String group, String body) {
        return Message.builder()
                .messageId("id of " + body)
                .receiptHandle(body)
                .body(body)
                .attributes(Map.of(MessageSystemAttributeName.MESSAGE_GROUP_ID, group))
                .build();
    }

    private static DynamoDbException refusal() {
        return (DynamoDbException) DynamoDbException.builder()
                .statusCode(400)
                .message("The key is too long")
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("ValidationException")
                        .errorMessage("The key is too long")
                        .build())
                .build();
    }

    /** A route whose exchanges wait until they are told to end. */
    private static final class Held extends AsyncProcessorSupport {

        private final BlockingQueue<Waiting> waiting = new LinkedBlockingQueue<>();

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            Waiting one = new Waiting(exchange, callback);
            waiting.add(one);
            return false;
        }

        private Waiting next() throws InterruptedException {
            Waiting one = waiting.poll(10, TimeUnit.SECONDS);
            assertThat(one).as("a message under way").isNotNull();
            return one;
        }

        private boolean isEmpty() {
            return waiting.isEmpty();
        }

        private void release() {
            waiting.forEach(one -> one.done(null));
        }

        private static String body(Waiting one) {
            return one.exchange.getMessage().getBody(String.class);
        }

        private record Waiting(Exchange exchange, AsyncCallback callback) {

            void done(Exception failure) {
                exchange.setException(failure);
                callback.done(false);
            }
        }
    }

    private static final class FakeSqs implements SqsClient {

        private final BlockingQueue<List<Message>> batches = new LinkedBlockingQueue<>();
        private final List<String> visibilities = new CopyOnWriteArrayList<>();
        private final List<String> deleted = new CopyOnWriteArrayList<>();
        private final List<SendMessageRequest> sent = new CopyOnWriteArrayList<>();
        /** A request to change visibilities that begins with it fails. */
        private volatile String refuses = "";

        private void receive(Message... messages) {
            batches.add(new ArrayList<>(List.of(messages)));
        }

        @Override
        public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
            try {
                List<Message> batch = batches.poll(20, TimeUnit.MILLISECONDS);
                return ReceiveMessageResponse.builder()
                        .messages(batch == null ? List.of() : batch)
                        .build();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return ReceiveMessageResponse.builder().build();
            }
        }

        @Override
        public ChangeMessageVisibilityBatchResponse changeMessageVisibilityBatch(
                ChangeMessageVisibilityBatchRequest request) {
            if (request.entries().get(0).receiptHandle().equals(refuses)) {
                throw SdkClientException.create("the queue is away");
            }
            request.entries()
                    .forEach(entry -> visibilities.add(entry.receiptHandle() + " " + entry.visibilityTimeout()));
            return ChangeMessageVisibilityBatchResponse.builder().build();
        }

        @Override
        public DeleteMessageResponse deleteMessage(DeleteMessageRequest request) {
            deleted.add(request.receiptHandle());
            return DeleteMessageResponse.builder().build();
        }

        @Override
        public SendMessageResponse sendMessage(SendMessageRequest request) {
            sent.add(request);
            return SendMessageResponse.builder().build();
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
