package dev.hermes;

import dev.hermes.audience.AwaitHolders;
import dev.hermes.audience.BeginLookUp;
import dev.hermes.audience.Delivered;
import dev.hermes.audience.FindHere;
import dev.hermes.audience.FindNodes;
import dev.hermes.audience.FindOthers;
import dev.hermes.audience.KeepPage;
import dev.hermes.audience.SharedLookUps;
import dev.hermes.dev.SettableClock;
import dev.hermes.history.NoHistory;
import dev.hermes.notification.Aim;
import dev.hermes.notification.Notification;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.EndpointInject;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Runs the real {@code fan-out} and both look-ups between a fake table and a fake push. */
abstract class FanOutUnderTest extends RoutesUnderTest {

    static final String HERE = AudienceUnderTest.HERE;
    static final String ELSEWHERE = "http://10.0.0.2:8080/dev";
    static final String API_GATEWAY = "https://api.execute-api.eu-west-1.amazonaws.com/dev";

    final SettableClock clock = new SettableClock(Instant.parse("2026-01-08T12:00:00Z"));
    final AudienceUnderTest parts = new AudienceUnderTest(dynamoDb, API_GATEWAY, id -> false, clock, clock::nanos);
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    private SharedLookUps holders;
    private SharedLookUps connections;

    @EndpointInject("mock:direct:push")
    MockEndpoint push;

    FanOutUnderTest() {
        super("fan-out", "room-holders", "room-connections");
        dynamoDb.answerGetItem(Map.of(
                "item", AttributeValue.fromS("n-2"),
                "endpoint", AttributeValue.fromS(ELSEWHERE),
                "lease_seconds", AttributeValue.fromN("30"),
                "beat", AttributeValue.fromN("1")));
    }

    @AfterEach
    final void close() {
        holders.close();
        connections.close();
        threads.shutdownNow();
        parts.close();
    }

    Exchange fanOut(String room) {
        return fanOut(new Notification("", room, "{\"data\":1}", Aim.EVERYBODY));
    }

    Exchange fanOut(Notification notification) {
        return run("fan-out", exchange -> exchange.setVariable("notification", notification));
    }

    List<QueryRequest> queries(String table) {
        return dynamoDb.requests(QueryRequest.class).stream()
                .filter(query -> query.tableName().equals(table))
                .toList();
    }

    Stream<Object> pushed() {
        return push.getExchanges().stream().map(exchange -> exchange.getVariable("recipients"));
    }

    static Map<String, AttributeValue> stay(String node) {
        return Map.of(
                "part", AttributeValue.fromS("members/lobby"),
                "item", AttributeValue.fromS("node/" + node + "/0000000000000001"),
                "endpoint", AttributeValue.fromS(ELSEWHERE));
    }

    static Map<String, AttributeValue> row(String id, String user, String endpoint) {
        Map<String, AttributeValue> row = new HashMap<>();
        row.put("connection_id", AttributeValue.fromS(id));
        row.put("room_id", AttributeValue.fromS("lobby"));
        row.put("user_id", AttributeValue.fromS(user));
        row.put("endpoint", AttributeValue.fromS(endpoint));
        return row;
    }

    @Override
    void bindBeans(CamelContext camel) throws Exception {
        holders = new SharedLookUps(camel, "direct:room-holders", "members", rooms -> Map.of(), threads);
        connections = new SharedLookUps(camel, "direct:room-connections", "members", rooms -> Map.of(), threads);
        camel.getRegistry().bind("audience", parts.audience);
        camel.getRegistry().bind("findHere", new FindHere(parts.audience, new Delivered(Duration.ofMinutes(5))));
        camel.getRegistry().bind("findNodes", new FindNodes(holders, new NoHistory().numbering(), false));
        camel.getRegistry()
                .bind(
                        "findOthers",
                        new FindOthers(
                                parts.audience,
                                new NoHistory().gatewayNumbers(),
                                parts.attributes,
                                connections,
                                false));
        camel.getRegistry().bind("beginHolders", BeginLookUp.ofHolders(parts.audience));
        camel.getRegistry().bind("keepHolders", KeepPage.ofHolders(parts.audience));
        camel.getRegistry().bind("beginConnections", BeginLookUp.ofConnections(parts.audience, "room_id-index"));
        camel.getRegistry().bind("keepConnections", KeepPage.ofConnections(parts.audience));
        camel.getRegistry().bind("awaitHolders", new AwaitHolders());
    }

    @Override
    public void configureContext(CamelContextConfiguration configuration) {
        super.configureContext(configuration);
        configuration.withMockEndpointsAndSkip("direct:push");
    }
}
