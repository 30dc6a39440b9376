package dev.hermes;

import static dev.hermes.dev.CollectorStandIn.attributes;
import static dev.hermes.dev.CollectorStandIn.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.hermes.dev.ApiGatewayStandIn;
import dev.hermes.dev.CollectorStandIn;
import dev.hermes.dev.DevStack;
import dev.hermes.dev.Metrics;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;

/** What a collector of traces is told of notifications. */
class TracingIT {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";
    private static final String TRACEPARENT = "00-" + TRACE + "-" + PARENT + "-01";
    private static final String AWS_TRACE = "5759e988bd862e3fe1be46a994272793";
    private static final String AWS_PARENT = "53995c3f42cd8ad8";
    private static final String AWS_HEADER =
            "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=";

    private static CollectorStandIn collector;
    private static ApiGatewayStandIn gateway;
    private static DevStack stack;

    private final World world = new World(stack);
    private final String room = "room-" + UUID.randomUUID();
    private final String body = "{\"user_id\":\"shop\",\"room_id\":\"" + room + "\",\"data\":\"private\"}";

    @BeforeAll
    static void start() throws Exception {
        collector = new CollectorStandIn();
        gateway = new ApiGatewayStandIn();
        stack = Stacks.behind(gateway, Map.of("HERMES_TRACING_ENDPOINT", collector.endpoint()));
    }

    @AfterAll
    static void end() {
        stack.close();
        gateway.close();
        collector.close();
    }

    @AfterEach
    void leave() {
        world.close();
    }

    @Test
    void goesOnWithTheTraceOfTheSender() throws Exception {
        WebSocketClient ada = world.join("ada", room);
        WebSocketClient bob = world.join("bob", room);

        String id = send(body, Map.of("traceparent", TRACEPARENT, "tracestate", "shop=7", "colour", "red"));

        assertThat(ada.frame()).isEqualTo(bob.frame());
        Span span = collector.ofMessage(id);
        assertThat(hex(span.getTraceId())).isEqualTo(TRACE);
        assertThat(hex(span.getParentSpanId())).isEqualTo(PARENT);
        assertThat(span.getTraceState()).isEqualTo("shop=7");
        assertThat(span.getName()).isEqualTo("process hermes-messageQueue");
        assertThat(attributes(span))
                .isEqualTo(Map.of(
                        "messaging.system", "aws_sqs",
                        "messaging.destination.name", "hermes-messageQueue",
                        "messaging.message.id", id,
                        "messaging.operation.name", "process",
                        "messaging.operation.type", "process",
                        "hermes.room_id", room,
                        "hermes.outcome", "acknowledged"));
        assertThat(events(span))
                .containsExactly(
                        "hermes.sockets {hermes.outcome=taken, hermes.room_id=" + room + ", hermes.sockets=2}");
        assertThat(span.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
        assertThat(span.getEventsList()).allSatisfy(event -> assertThat(event.getTimeUnixNano())
                .isBetween(span.getStartTimeUnixNano(), span.getEndTimeUnixNano()));
        assertThat(span.toString()).doesNotContain("private", "shop=8");
        assertThat(collector.resources()).anySatisfy(resource -> assertThat(resource)
                .contains(
                        "service.name=hermes",
                        "service.instance.id=" + stack.settings().get("hermes.node.endpoint")));
    }

    @Test
    void goesOnWithTheTraceThatAwsHasBegun() {
        String id = sendOfAws(AWS_HEADER + "1", Map.of());

        Span span = collector.ofMessage(id);
        assertThat(hex(span.getTraceId())).isEqualTo(AWS_TRACE);
        assertThat(hex(span.getParentSpanId())).isEqualTo(AWS_PARENT);
    }

    @Test
    void prefersTheTraceOfTheSenderToThatOfAws() {
        String id = sendOfAws(AWS_HEADER + "1", Map.of("traceparent", TRACEPARENT));

        assertThat(hex(collector.ofMessage(id).getTraceId())).isEqualTo(TRACE);
    }

    @Test
    void takesNoSpanOfATraceThatIsNotSampled() {
        String dropped = send(body, Map.of("traceparent", "00-" + TRACE + "-" + PARENT + "-00"));
        String droppedByAws = sendOfAws(AWS_HEADER + "0", Map.of());
        String later = send(body, Map.of());

        collector.ofMessage(later);
        await().until(() -> world.undelivered() == 0);
        collector.ofMessage(send(body, Map.of()));
        assertThat(collector.spans())
                .extracting(span -> attributes(span).get("messaging.message.id"))
                .doesNotContain(dropped, droppedByAws);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            })
    void beginsATraceWhereTheSenderNamesNone(String traceparent) throws Exception {
        WebSocketClient ada = world.join("ada", room);

        String id = send(body, traceparent.isEmpty() ? Map.of() : Map.of("traceparent", traceparent));

        assertThat(ada.frame()).contains("private");
        Span span = collector.ofMessage(id);
        assertThat(span.getParentSpanId().isEmpty()).isTrue();
        assertThat(hex(span.getTraceId())).hasSize(32).isNotEqualTo(TRACE);
    }

    @Test
    void ignoresATraceparentThatIsNoText() {
        String id = world.sqs()
                .sendMessage(message -> message.queueUrl(world.queue())
                        .messageBody(body)
                        .messageAttributes(Map.of(
                                "traceparent",
                                MessageAttributeValue.builder()
                                        .dataType("Binary")
                                        .binaryValue(SdkBytes.fromUtf8String(TRACEPARENT))
                                        .build())))
                .messageId();

        assertThat(collector.ofMessage(id).getParentSpanId().isEmpty()).isTrue();
    }

    @Test
    void saysThatAMessageCannotBeRead() {
        String id = send("unreadable", Map.of("traceparent", TRACEPARENT));

        Span span = collector.ofMessage(id);
        assertThat(span.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
        assertThat(attributes(span))
                .containsEntry("hermes.outcome", "parked")
                .containsEntry("error.type", "unreadable");
        assertThat(hex(span.getTraceId())).isEqualTo(TRACE);
    }

    @Test
    void tellsOfEachHolderAndGoesOnAtTheOtherNode() throws Exception {
        String queue = "other-" + UUID.randomUUID();
        world.sqs().createQueue(create -> create.queueName(queue));
        Settings ofOther = Stacks.beside(stack.settings()).with("hermes.notifications.queue", queue);
        try (Server other = Server.start(ofOther);
                World there = new World(ofOther)) {
            assertThat(other).isNotNull();
            WebSocketClient ada = world.join("ada", room);
            WebSocketClient bob = there.join("bob", room);
            plantAtGateway("gateway-1");
            plantAtGateway("gateway-2");

            String id = send(body, Map.of("traceparent", TRACEPARENT));

            assertThat(ada.frame()).isEqualTo(bob.frame());
            Span span = collector.ofMessage(id);
            String ofRoom = ", hermes.room_id=" + room;
            assertThat(events(span))
                    .containsExactlyInAnyOrder(
                            "hermes.sockets {hermes.outcome=taken" + ofRoom + ", hermes.sockets=1}",
                            "hermes.node {hermes.holder=" + ofOther.get("hermes.node.endpoint")
                                    + ", hermes.outcome=taken, hermes.pushes=1" + ofRoom + "}",
                            "hermes.gateway {hermes.holder=" + gateway.endpoint()
                                    + ", hermes.outcome=taken, hermes.pushes=2" + ofRoom + "}");
            Span push = collector.await(one -> one.getParentSpanId().equals(span.getSpanId()));
            assertThat(hex(push.getTraceId())).isEqualTo(TRACE);
            assertThat(push.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
            assertThat(events(push))
                    .containsExactly("hermes.sockets {hermes.outcome=taken" + ofRoom + ", hermes.sockets=1}");
        }
    }

    @Test
    void saysThatAHolderDoesNotAnswer() {
        plantAtGateway("silent-1");
        gateway.hold();
        try {
            String id = send(body, Map.of());

            assertThat(events(collector.ofMessage(id)))
                    .singleElement()
                    .asString()
                    .contains("hermes.gateway", "hermes.outcome=waits", "hermes.pushes=1");
        } finally {
            gateway.release();
        }
    }

    @Test
    void tellsTheNumberOfAMessageInItsRoom() throws Exception {
        WebSocketClient ada = world.joinSince("ada", room, "now");
        ada.frame();

        String id = send(body, Map.of());

        String number = ada.frame().replaceFirst(".*\"seq\":(\\d+).*", "$1");
        assertThat(events(collector.ofMessage(id)))
                .contains("hermes.numbered {hermes.number=" + number + ", hermes.room_id=" + room + "}");
    }

    @Test
    void countsWhatTheCollectorTook() {
        double before = exported();
        collector.ofMessage(send(body, Map.of()));

        await().until(() -> exported() > before);
    }

    private static double exported() {
        return new Metrics(stack.settings()).sum("hermes_tracing_spans_total", "outcome=\"exported\"");
    }

    private void plantAtGateway(String connectionId) {
        world.dynamoDb().putItem(put -> put.tableName(stack.settings().get("hermes.connections.table"))
                .item(Map.of(
                        "connection_id", AttributeValue.fromS(connectionId),
                        "room_id", AttributeValue.fromS(room),
                        "user_id", AttributeValue.fromS("eve"))));
    }

    private String send(String text, Map<String, String> attributes) {
        return world.sqs()
                .sendMessage(message ->
                        message.queueUrl(world.queue()).messageBody(text).messageAttributes(texts(attributes)))
                .messageId();
    }

    private String sendOfAws(String header, Map<String, String> attributes) {
        return world.sqs()
                .sendMessage(message -> message.queueUrl(world.queue())
                        .messageBody(body)
                        .messageAttributes(texts(attributes))
                        .messageSystemAttributes(Map.of(
                                MessageSystemAttributeNameForSends.AWS_TRACE_HEADER,
                                MessageSystemAttributeValue.builder()
                                        .dataType("String")
                                        .stringValue(header)
                                        .build())))
                .messageId();
    }

    private static Map<String, MessageAttributeValue> texts(Map<String, String> attributes) {
        return attributes.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> MessageAttributeValue.builder()
                        .dataType("String")
                        .stringValue(entry.getValue())
                        .build()));
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
