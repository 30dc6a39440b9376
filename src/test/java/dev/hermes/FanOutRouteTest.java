package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.connection.Connection;
import dev.hermes.connection.ConnectionTable;
import dev.hermes.connection.Gateways;
import dev.hermes.connection.Recipients;
import dev.hermes.connection.Recipients.Gateway;
import dev.hermes.notification.FindMembers;
import dev.hermes.notification.MembersHere;
import dev.hermes.notification.Notification;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.EndpointInject;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ComparisonOperator;
import software.amazon.awssdk.services.dynamodb.model.Condition;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Runs the real {@code fan-out} and {@code room-members} between a fake table and a fake push. */
class FanOutRouteTest extends RoutesUnderTest {

    private static final String HERE = "http://10.0.0.1:8080/dev";
    private static final String ELSEWHERE = "http://10.0.0.2:8080/dev";
    private static final String API_GATEWAY = "https://api.execute-api.eu-west-1.amazonaws.com/dev";
    private static final Map<String, AttributeValue> AFTER_C_2 =
            Map.of("connection_id", AttributeValue.fromS("c-2"), "room_id", AttributeValue.fromS("lobby"));

    @EndpointInject("mock:direct:push")
    private MockEndpoint push;

    private final Gateways gateways = new Gateways(HERE, API_GATEWAY, id -> false, Clock.systemUTC());
    private FindMembers findMembers;

    FanOutRouteTest() {
        super("fan-out", "room-members");
    }

    @AfterEach
    void close() {
        findMembers.close();
    }

    @Test
    void asksTheIndexForTheRoom() {
        fanOut("lobby");

        assertThat(queries()).singleElement().satisfies(query -> {
            assertThat(query.tableName()).isEqualTo(TABLE);
            assertThat(query.indexName()).isEqualTo("room_id-index");
            assertThat(query.keyConditions()).isEqualTo(roomIs("lobby"));
            assertThat(query.hasExclusiveStartKey()).isFalse();
        });
    }

    @Test
    void asksForARoomOfExactlyThatName() {
        String[] rooms = {
            "42",
            "*",
            "%",
            "lobby*",
            "it's",
            "'quoted'",
            "\"quoted\"",
            "null",
            "true",
            "a, b",
            "f(x)",
            "${body}",
            "{{hermes}}",
            "#bean:x",
            " lobby ",
            "\\",
            "é 🙂"
        };

        Stream.of(rooms).forEach(this::fanOut);

        assertThat(queries())
                .extracting(QueryRequest::keyConditions)
                .containsExactlyElementsOf(
                        Stream.of(rooms).map(FanOutRouteTest::roomIs).toList());
    }

    @Test
    void asksForTheNextPageFromWhereTheLastEnded() {
        dynamoDb.answerQuery(List.of(row("c-1", HERE), row("c-2", HERE)), AFTER_C_2);
        dynamoDb.answerQuery(List.of(row("c-3", HERE)), null);

        fanOut("lobby");

        assertThat(queries()).extracting(QueryRequest::exclusiveStartKey).containsExactly(Map.of(), AFTER_C_2);
        assertThat(queries()).extracting(QueryRequest::keyConditions).containsOnly(roomIs("lobby"));
        assertThat(queries()).extracting(QueryRequest::indexName).containsOnly("room_id-index");
        assertThat(pushed()).containsExactly(new Recipients(Gateway.OWN, HERE, List.of("c-1", "c-2", "c-3")));
    }

    @Test
    void goesOnAfterAnEmptyPage() {
        dynamoDb.answerQuery(List.of(), AFTER_C_2);
        dynamoDb.answerQuery(List.of(row("c-3", HERE)), null);

        fanOut("lobby");

        assertThat(pushed()).containsExactly(new Recipients(Gateway.OWN, HERE, List.of("c-3")));
    }

    @Test
    void pushesOnceToEachGateway() {
        dynamoDb.answerQuery(
                List.of(row("c-1", HERE), row("c-2", ELSEWHERE), row("c-3", HERE), row("c-4", API_GATEWAY)), null);

        fanOut("lobby");

        assertThat(pushed())
                .containsExactlyInAnyOrder(
                        new Recipients(Gateway.OWN, HERE, List.of("c-1", "c-3")),
                        new Recipients(Gateway.NODE, ELSEWHERE, List.of("c-2")),
                        new Recipients(Gateway.API_GATEWAY, API_GATEWAY, List.of("c-4")));
    }

    @Test
    void pushesToItsOwnConnectionsBeforeItLooksUpTheOthers() {
        gateways.arrived(new Connection("c-1", "lobby", "ada", HERE));
        dynamoDb.answerQuery(List.of(row("c-1", HERE), row("c-2", ELSEWHERE)), null);
        push.whenExchangeReceived(1, exchange -> assertThat(queries()).isEmpty());

        Exchange done = fanOut("lobby");

        assertThat(done.getException()).isNull();
        assertThat(pushed())
                .containsExactly(
                        new Recipients(Gateway.OWN, HERE, List.of("c-1")),
                        new Recipients(Gateway.NODE, ELSEWHERE, List.of("c-2")));
    }

    @Test
    void pushesTheNotificationAsItCame() {
        dynamoDb.answerQuery(List.of(row("c-1", HERE)), null);

        fanOut("lobby");

        assertThat(push.getExchanges())
                .singleElement()
                .extracting(exchange -> exchange.getVariable("notification"))
                .isEqualTo(notification("lobby"));
    }

    @Test
    void pushesNothingIntoAnEmptyRoom() {
        Exchange done = fanOut("lobby");

        assertThat(done.getException()).isNull();
        assertThat(pushed()).isEmpty();
    }

    @Test
    void waitsForATableThatIsAwayAndGoesOnWithTheSamePage() {
        dynamoDb.answerQuery(List.of(row("c-1", HERE)), AFTER_C_2);
        dynamoDb.answerQuery(List.of(row("c-3", HERE)), null);
        dynamoDb.failAfter(1, SdkClientException.create("the table is away"));

        Exchange done = fanOut("lobby");

        assertThat(done.getException()).isNull();
        assertThat(queries())
                .extracting(QueryRequest::exclusiveStartKey)
                .containsExactly(Map.of(), AFTER_C_2, AFTER_C_2);
        assertThat(pushed()).containsExactly(new Recipients(Gateway.OWN, HERE, List.of("c-1", "c-3")));
    }

    @Test
    void failsWhereAPushFails() {
        dynamoDb.answerQuery(List.of(row("c-1", HERE)), null);
        push.whenAnyExchangeReceived(exchange -> {
            throw new IllegalStateException("the gateway is away");
        });

        assertThat(fanOut("lobby").getException()).hasMessage("the gateway is away");
    }

    private Exchange fanOut(String room) {
        return run("fan-out", exchange -> exchange.setVariable("notification", notification(room)));
    }

    private static Notification notification(String room) {
        return new Notification(room, "{\"data\":1}");
    }

    private List<QueryRequest> queries() {
        return dynamoDb.requests(QueryRequest.class);
    }

    private Stream<Object> pushed() {
        return push.getExchanges().stream().map(exchange -> exchange.getVariable("recipients"));
    }

    private static Map<String, Condition> roomIs(String room) {
        return Map.of(
                "room_id",
                Condition.builder()
                        .comparisonOperator(ComparisonOperator.EQ)
                        .attributeValueList(AttributeValue.fromS(room))
                        .build());
    }

    private static Map<String, AttributeValue> row(String id, String endpoint) {
        return Map.of(
                "connection_id", AttributeValue.fromS(id),
                "room_id", AttributeValue.fromS("lobby"),
                "endpoint", AttributeValue.fromS(endpoint));
    }

    @Override
    void bindBeans(CamelContext camel) throws Exception {
        findMembers = new FindMembers(camel, 2);
        camel.getRegistry().bind("findMembers", findMembers);
        camel.getRegistry().bind("connections", new ConnectionTable(HERE, Duration.ofMinutes(5), Clock.systemUTC()));
        camel.getRegistry().bind("gateways", gateways);
        camel.getRegistry().bind("membersHere", new MembersHere(gateways));
    }

    @Override
    public void configureContext(CamelContextConfiguration configuration) {
        super.configureContext(configuration);
        configuration.withMockEndpointsAndSkip("direct:push");
    }
}
