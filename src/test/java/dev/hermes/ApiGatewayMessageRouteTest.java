package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.apigateway.PostToConnection;
import dev.hermes.audience.Recipients;
import dev.hermes.audience.Recipients.Gateway;
import dev.hermes.audience.StaleConnections;
import dev.hermes.connection.Connection;
import dev.hermes.connection.ConnectionTable;
import dev.hermes.dev.FakeApiGateway;
import dev.hermes.notification.ClientFrames;
import dev.hermes.notification.Notification;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.EndpointInject;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/** Runs the real {@code api-gateway-message} between a fake table and a fake {@code message}. */
class ApiGatewayMessageRouteTest extends RoutesUnderTest {

    private static final String FRAME = "{\"action\":\"sendMessage\",\"data\":\"${body}\"}";
    private static final String API_GATEWAY = "https://api.execute-api.eu-west-1.amazonaws.com/dev";

    @EndpointInject("mock:direct:message")
    private MockEndpoint message;

    @EndpointInject("mock:direct:push")
    private MockEndpoint push;

    @EndpointInject("mock:direct:forget-all")
    private MockEndpoint forget;

    private final AudienceUnderTest rooms =
            new AudienceUnderTest(dynamoDb, API_GATEWAY, id -> false, Clock.systemUTC(), System::nanoTime);

    ApiGatewayMessageRouteTest() {
        super("api-gateway", "api-gateway-events");
        dynamoDb.answerGetItem(Map.of(
                "connection_id", AttributeValue.fromS("c-1="),
                "room_id", AttributeValue.fromS("lobby"),
                "user_id", AttributeValue.fromS("ada")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"c-1=", "a, b", "f(x)", "${body}", "#bean:x", "it's", "c-1=?a=b"})
    void asksTheTableForTheSender(String id) {
        send(id);

        assertThat(dynamoDb.requests(GetItemRequest.class)).singleElement().satisfies(get -> {
            assertThat(get.tableName()).isEqualTo(TABLE);
            assertThat(get.key()).isEqualTo(Map.of("connection_id", AttributeValue.fromS(id)));
        });
    }

    @Test
    void asksForTheLatestStateOfTheRow() {
        send("c-1=");

        assertThat(dynamoDb.requests(GetItemRequest.class))
                .singleElement()
                .satisfies(get -> assertThat(get.consistentRead()).isTrue());
    }

    @Test
    void passesTheFrameOnWithItsSender() {
        Exchange done = send("c-1=");

        assertThat(done.getException()).isNull();
        assertThat(message.getExchanges()).singleElement().satisfies(exchange -> {
            assertThat(exchange.getMessage().getBody()).isEqualTo(FRAME);
            assertThat(exchange.getVariable("connection"))
                    .isEqualTo(new Connection("c-1=", "lobby", "ada", API_GATEWAY));
        });
    }

    @Test
    void forgetsASenderWithoutARow() throws Exception {
        dynamoDb.answerGetItem(Map.of());
        forget.expectedMessageCount(1);

        Exchange done = send("c-1=");

        assertThat(done.getException()).isNull();
        forget.assertIsSatisfied();
        assertThat(forget.getExchanges().get(0).getMessage().getBody()).isEqualTo(List.of("c-1="));
        assertThat(message.getExchanges()).isEmpty();
    }

    @Test
    void failsWhileTheTableIsAway() {
        SdkClientException away = SdkClientException.create("the table is away");
        dynamoDb.fail(away);

        Exchange done = send("c-1=");

        assertThat(done.getException()).isSameAs(away);
        assertThat(message.getExchanges()).isEmpty();
    }

    @Test
    void tellsAClientThatItCannotResumeWhileTheTableIsAway() {
        dynamoDb.fail(SdkClientException.create("the table is away"));

        Exchange done = send("c-1=", "{\"action\":\"resume\",\"since\":7}");

        assertThat(done.getException()).isNull();
        assertThat(message.getExchanges()).isEmpty();
        assertThat(push.getExchanges()).singleElement().satisfies(exchange -> {
            assertThat(exchange.getVariable("recipients"))
                    .isEqualTo(new Recipients(Gateway.API_GATEWAY, API_GATEWAY, API_GATEWAY, List.of("c-1=")));
            assertThat(exchange.getVariable("notification", Notification.class).frame())
                    .startsWith("{\"message\":\"Service Unavailable\",\"connectionId\":\"c-1=\",\"requestId\":\"");
        });
    }

    private Exchange send(String connectionId) {
        return send(connectionId, FRAME);
    }

    private Exchange send(String connectionId, String frame) {
        return run("api-gateway-message", exchange -> {
            exchange.getMessage().setBody(frame);
            exchange.setVariable("connection", new Connection(connectionId, "", "", API_GATEWAY));
        });
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    @Override
    void bindBeans(CamelContext camel) {
        camel.getRegistry().bind("audience", rooms.audience);
        camel.getRegistry().bind("clientFrames", new ClientFrames());
        camel.getRegistry().bind("handOver", Processor.class, (Processor) exchange -> {});
        camel.getRegistry().bind("staleConnections", new StaleConnections());
        camel.getRegistry().bind("connections", new ConnectionTable("", () -> "", Clock.systemUTC()));
        camel.getRegistry()
                .bind("postToConnection", new PostToConnection(endpoint -> new FakeApiGateway(), id -> false));
    }

    @Override
    public void configureContext(CamelContextConfiguration configuration) {
        super.configureContext(configuration);
        configuration.withMockEndpointsAndSkip("direct:forget-all|direct:message|direct:push");
    }
}
