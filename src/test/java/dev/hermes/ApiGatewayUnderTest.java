package dev.hermes;

import dev.hermes.apigateway.PostToConnection;
import dev.hermes.connection.ConnectionTable;
import dev.hermes.connection.Recipients;
import dev.hermes.connection.Recipients.Gateway;
import dev.hermes.connection.StaleConnections;
import dev.hermes.dev.FakeApiGateway;
import dev.hermes.dev.HastyRetries;
import dev.hermes.notification.Notification;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.EndpointInject;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.junit.jupiter.api.AfterEach;

/** Runs the real {@code push-to-api-gateway} and what it leads to, with the real step, over a fake management API. */
abstract class ApiGatewayUnderTest extends RoutesUnderTest {

    static final String FRAME = "{\"data\": \"${body} é\"}";
    static final String API_GATEWAY = "https://api.execute-api.eu-west-1.amazonaws.com/dev";
    static final int LONGEST = 128 * 1024;
    static final int MOST_UNDER_WAY = 300;

    final FakeApiGateway gateway = new FakeApiGateway();
    final HastyRetries retries = new HastyRetries();
    final List<String> connectedTo = new CopyOnWriteArrayList<>();
    final List<String> logged = new CopyOnWriteArrayList<>();

    @EndpointInject("mock:direct:forget-all")
    MockEndpoint forget;

    ApiGatewayUnderTest() {
        super("api-gateway");
    }

    @AfterEach
    final void stop() {
        gateway.close();
        retries.shutdownNow();
    }

    Exchange push(String frame, String... connectionIds) {
        return run("push-to-api-gateway", given(frame, connectionIds));
    }

    static Processor given(String frame, String... connectionIds) {
        return exchange -> {
            exchange.setVariable("notification", new Notification("lobby", frame));
            exchange.setVariable(
                    "recipients", new Recipients(Gateway.API_GATEWAY, API_GATEWAY, List.of(connectionIds)));
        };
    }

    @Override
    void bindBeans(CamelContext camel) {
        camel.getRegistry().bind("staleConnections", new StaleConnections());
        camel.getRegistry().bind("connections", new ConnectionTable("", Duration.ZERO, Clock.systemUTC()));
        camel.getRegistry().bind("postToConnection", new PostToConnection(endpoint -> {
            connectedTo.add(endpoint);
            return gateway;
        }));
        retries.useIn(camel);
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
