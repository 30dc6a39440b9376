package dev.hermes;

import dev.hermes.apigateway.PostToConnection;
import dev.hermes.audience.Recipients;
import dev.hermes.audience.Recipients.Gateway;
import dev.hermes.audience.StaleConnections;
import dev.hermes.dev.FakeApiGateway;
import dev.hermes.notification.Notification;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.EndpointInject;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.junit.jupiter.api.AfterEach;

/** Runs the real routes to an API Gateway, with the real step, over a fake management API. */
abstract class ApiGatewayUnderTest extends RoutesUnderTest {

    static final String FRAME = "{\"data\": \"${body} é\"}";
    static final String API_GATEWAY = "https://api.execute-api.eu-west-1.amazonaws.com/dev";
    static final int LONGEST = 128 * 1024;

    final FakeApiGateway gateway = new FakeApiGateway();
    final List<String> connectedTo = new CopyOnWriteArrayList<>();
    final List<String> logged = new CopyOnWriteArrayList<>();
    final Set<String> justArrived = ConcurrentHashMap.newKeySet();
    final List<Exchange> handedOver = new CopyOnWriteArrayList<>();

    @EndpointInject("mock:direct:forget-all")
    MockEndpoint forget;

    ApiGatewayUnderTest() {
        super("api-gateway");
    }

    @AfterEach
    final void stop() {
        gateway.close();
    }

    /** A notification for connections of the gateway. */
    Exchange push(String frame, String... connectionIds) {
        return run("push-to-api-gateway", exchange -> given(exchange, frame, connectionIds));
    }

    /** What the lane makes of it for one of them. */
    Exchange post(String frame, String connectionId) {
        return run("post-to-connection", exchange -> {
            given(exchange, frame, connectionId);
            exchange.getMessage().setBody(connectionId);
        });
    }

    private static void given(Exchange exchange, String frame, String... connectionIds) {
        exchange.setVariable("notification", new Notification("lobby", frame));
        exchange.setVariable(
                "recipients", new Recipients(Gateway.API_GATEWAY, API_GATEWAY, API_GATEWAY, List.of(connectionIds)));
    }

    @Override
    void bindBeans(CamelContext camel) {
        PostToConnection post = new PostToConnection(
                endpoint -> {
                    connectedTo.add(endpoint);
                    return gateway;
                },
                justArrived::contains);
        camel.getRegistry().bind("staleConnections", new StaleConnections());
        camel.getRegistry().bind("postToConnection", post);
        camel.getRegistry().bind("handOver", Processor.class, (Processor) handedOver::add);
        camel.getCamelContextExtension().addLogListener((exchange, log, message) -> {
            logged.add(message);
            return message;
        });
    }

    @Override
    public void configureContext(CamelContextConfiguration configuration) {
        super.configureContext(configuration);
        configuration.withMockEndpointsAndSkip("direct:forget-all|direct:message");
    }
}
