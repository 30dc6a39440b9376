package dev.hermes;

import static java.time.ZoneOffset.UTC;

import dev.hermes.connection.ConnectionTable;
import dev.hermes.connection.Leases;
import dev.hermes.connection.Recipients;
import dev.hermes.connection.Recipients.Gateway;
import dev.hermes.connection.StaleConnections;
import dev.hermes.dev.FreePort;
import dev.hermes.node.PushToNode;
import dev.hermes.node.RequestSigner;
import dev.hermes.notification.Notification;
import dev.hermes.websocket.GatewayOptions;
import dev.hermes.websocket.WebSocketComponent;
import dev.hermes.websocket.door.DoorOptions;
import dev.hermes.websocket.socket.LiveConnections;
import dev.hermes.websocket.socket.SocketOptions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.EndpointInject;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.junit.jupiter.api.AfterEach;

/** Runs the real {@code push} and what it leads to: sockets that hold no connection, a fake node, a fake API Gateway. */
abstract class PushUnderTest extends RoutesUnderTest {

    static final String FRAME = "{\"data\": \"${body}\"}";
    static final Duration LEASE = Duration.ofMinutes(5);
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-08T12:00:00Z"), UTC);
    static final Map<Gateway, String> ENDPOINTS = Map.of(
            Gateway.OWN, "http://127.0.0.1:8080/dev",
            Gateway.NODE, "http://127.0.0.1:" + FreePort.find() + "/dev",
            Gateway.API_GATEWAY, "https://api.execute-api.eu-west-1.amazonaws.com/dev");

    final List<Exchange> atNode = new CopyOnWriteArrayList<>();
    volatile Processor node = exchange -> {};
    final Processor noNode = new PushToNode(new RequestSigner("key", "secret", "eu-west-1"));
    Leases leases;

    @EndpointInject("mock:vertx-websocket:127.0.0.1:8080/dev")
    MockEndpoint sockets;

    @EndpointInject("mock:direct:push-to-api-gateway")
    MockEndpoint apiGateway;

    @EndpointInject("mock:direct:forget-all")
    MockEndpoint forget;

    PushUnderTest() {
        super("push");
    }

    @AfterEach
    final void close() {
        leases.close();
    }

    Exchange push(Gateway gateway, String... connectionIds) {
        return run("push", exchange -> {
            exchange.setVariable("notification", new Notification("lobby", FRAME));
            exchange.setVariable("recipients", recipients(gateway, connectionIds));
        });
    }

    static Recipients recipients(Gateway gateway, String... connectionIds) {
        return new Recipients(gateway, ENDPOINTS.get(gateway), List.of(connectionIds));
    }

    @Override
    void bindBeans(CamelContext camel) {
        DoorOptions door = new DoorOptions(Set.of(), List.of(), Duration.ZERO, 1_000, 0, 0, 0, 0);
        SocketOptions socket = new SocketOptions(1_000, 1_000, Duration.ofSeconds(20), Duration.ofSeconds(1), 0, false);
        GatewayOptions options = new GatewayOptions(door, socket, 1, 1, 1, Duration.ZERO, Duration.ZERO);
        MeterRegistry meters = new SimpleMeterRegistry();
        ConnectionTable table = new ConnectionTable(ENDPOINTS.get(Gateway.OWN), LEASE, CLOCK);
        leases = new Leases(dynamoDb, TABLE, table, LEASE, CLOCK, List::of);
        camel.getRegistry().bind("staleConnections", new StaleConnections());
        camel.getRegistry()
                .bind(
                        "vertx-websocket",
                        new WebSocketComponent(
                                "127.0.0.1",
                                8080,
                                options,
                                new LiveConnections(Clock.systemUTC(), meters),
                                router -> {},
                                () -> true,
                                meters));
        camel.getRegistry().bind("leases", leases);
        camel.getRegistry().bind("pushToNode", Processor.class, (Processor) exchange -> {
            atNode.add(exchange);
            node.process(exchange);
        });
    }

    @Override
    public void configureContext(CamelContextConfiguration configuration) {
        super.configureContext(configuration);
        configuration.withMockEndpoints("vertx-websocket:.*");
        configuration.withMockEndpointsAndSkip("direct:forget-all|direct:push-to-api-gateway");
    }
}
