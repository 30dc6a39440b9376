package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import dev.hermes.audience.Recipients;
import dev.hermes.audience.Recipients.Gateway;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ComparisonOperator;
import software.amazon.awssdk.services.dynamodb.model.Condition;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** What the tables are asked about a room. */
class RoomHoldersRouteTest extends FanOutUnderTest {

    private static final String ROOMS = "hermesRooms";
    private static final String[] NAMES = {
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
    private static final Map<String, AttributeValue> NEXT = Map.of("item", AttributeValue.fromS("node/n-2/1"));

    @Test
    void asksForTheHoldersConsistently() {
        run("room-holders", exchange -> exchange.getMessage().setBody("lobby"));

        assertThat(queries(ROOMS)).singleElement().satisfies(query -> {
            assertThat(query.keyConditions()).isEqualTo(is("part", "members/lobby"));
            assertThat(query.consistentRead()).isTrue();
            assertThat(query.indexName()).isNull();
            assertThat(query.hasExclusiveStartKey()).isFalse();
        });
    }

    @Test
    void asksTheIndexForTheConnections() {
        run("room-connections", exchange -> exchange.getMessage().setBody("lobby"));

        assertThat(queries(TABLE)).singleElement().satisfies(query -> {
            assertThat(query.keyConditions()).isEqualTo(is("room_id", "lobby"));
            assertThat(query.indexName()).isEqualTo("room_id-index");
            assertThat(query.consistentRead()).isNotEqualTo(true);
        });
    }

    @Test
    void asksForARoomOfExactlyThatName() {
        Stream.of(NAMES).forEach(name -> {
            run("room-holders", exchange -> exchange.getMessage().setBody(name));
            run("room-connections", exchange -> exchange.getMessage().setBody(name));
        });

        assertThat(queries(ROOMS))
                .extracting(QueryRequest::keyConditions)
                .containsExactlyElementsOf(Stream.of(NAMES)
                        .map(name -> is("part", "members/" + name))
                        .toList());
        assertThat(queries(TABLE))
                .extracting(QueryRequest::keyConditions)
                .containsExactlyElementsOf(
                        Stream.of(NAMES).map(name -> is("room_id", name)).toList());
    }

    @Test
    void asksForTheNextPageFromWhereTheLastEnded() {
        dynamoDb.answerQuery(List.of(stay("n-2")), NEXT);
        dynamoDb.answerQuery(List.of(), NEXT);
        dynamoDb.answerQuery(List.of(stay("n-3")), null);

        Exchange done = run("room-holders", exchange -> exchange.getMessage().setBody("lobby"));

        assertThat(queries(ROOMS)).extracting(QueryRequest::exclusiveStartKey).containsExactly(Map.of(), NEXT, NEXT);
        assertThat(done.getVariable("members"))
                .isEqualTo(List.of(
                        new Recipients(Gateway.NODE, "n-2", ELSEWHERE, List.of()),
                        new Recipients(Gateway.NODE, "n-3", ELSEWHERE, List.of())));
    }

    @Test
    void waitsForATableThatIsAwayAndGoesOnWithTheSamePage() {
        dynamoDb.answerQuery(List.of(stay("n-2")), NEXT);
        dynamoDb.answerQuery(List.of(stay("n-3")), null);
        dynamoDb.failAfter(1, SdkClientException.create("the table is away"));

        Exchange done = run("room-holders", exchange -> exchange.getMessage().setBody("lobby"));

        assertThat(done.getException()).isNull();
        assertThat(queries(ROOMS)).extracting(QueryRequest::exclusiveStartKey).containsExactly(Map.of(), NEXT, NEXT);
        assertThat(done.getVariable("members")).asInstanceOf(LIST).hasSize(2);
    }

    private static Map<String, Condition> is(String key, String value) {
        return Map.of(
                key,
                Condition.builder()
                        .comparisonOperator(ComparisonOperator.EQ)
                        .attributeValueList(AttributeValue.fromS(value))
                        .build());
    }
}
