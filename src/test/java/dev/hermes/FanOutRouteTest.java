package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.audience.Recipients;
import dev.hermes.audience.Recipients.Gateway;
import dev.hermes.connection.Attributes;
import dev.hermes.connection.AttributesCodec;
import dev.hermes.connection.Connection;
import dev.hermes.notification.Aim;
import dev.hermes.notification.Notification;
import dev.hermes.notification.Where;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** To whom a notification is pushed, and in which order. */
class FanOutRouteTest extends FanOutUnderTest {

    @Test
    void pushesOnceToEachHolder() {
        dynamoDb.answerQuery(List.of(stay("n-2"), stay("n-3")), null);
        dynamoDb.answerQuery(
                List.of(
                        row("c-1", "ada", HERE),
                        row("c-2", "bob", "http://10.0.0.4/dev"),
                        row("c-3", "eve", API_GATEWAY),
                        row("c-4", "eve", ELSEWHERE + "/@nodes/n-2")),
                null);

        Exchange done = fanOut("lobby");

        assertThat(done.getException()).isNull();
        assertThat(pushed())
                .containsExactlyInAnyOrder(
                        new Recipients(Gateway.NODE, "n-2", ELSEWHERE, List.of()),
                        new Recipients(Gateway.NODE, "n-3", ELSEWHERE, List.of()),
                        new Recipients(Gateway.OWN, HERE, HERE, List.of("c-1")),
                        new Recipients(Gateway.OLD_NODE, "http://10.0.0.4/dev", "http://10.0.0.4/dev", List.of("c-2")),
                        new Recipients(Gateway.API_GATEWAY, API_GATEWAY, API_GATEWAY, List.of("c-3")));
    }

    @Test
    void pushesToItsOwnConnectionsBeforeItLooksUpTheOthers() {
        arrive("c-1", "ada");
        dynamoDb.answerQuery(List.of(stay("n-2")), null);
        push.whenExchangeReceived(
                1, exchange -> assertThat(dynamoDb.requests(QueryRequest.class)).isEmpty());

        Exchange done = fanOut("lobby");

        assertThat(done.getException()).isNull();
        assertThat(pushed())
                .containsExactly(
                        new Recipients(Gateway.OWN, parts.lease.id(), HERE, List.of("c-1")),
                        new Recipients(Gateway.NODE, "n-2", ELSEWHERE, List.of()));
    }

    @Test
    void pushesToItsOwnConnectionsOnceThoughTheQueueHandsOutAMessageAgain() {
        arrive("c-1", "ada");
        Notification notification = new Notification("m-1", "lobby", "{\"data\":1}", Aim.EVERYBODY);

        fanOut(notification);
        fanOut(notification);

        assertThat(pushed()).containsExactly(new Recipients(Gateway.OWN, parts.lease.id(), HERE, List.of("c-1")));
    }

    @Test
    void pushesAnAimedNotificationToThoseAlone() {
        arrive("c-1", "ada");
        arrive("c-2", "bob");
        dynamoDb.answerQuery(List.of(), null);
        dynamoDb.answerQuery(List.of(row("c-3", "bob", API_GATEWAY), row("c-4", "eve", API_GATEWAY)), null);

        fanOut(new Notification("m-1", "lobby", "{\"data\":1}", new Aim(Set.of("bob"), Set.of())));

        assertThat(pushed())
                .containsExactly(
                        new Recipients(Gateway.OWN, parts.lease.id(), HERE, List.of("c-2")),
                        new Recipients(Gateway.API_GATEWAY, API_GATEWAY, API_GATEWAY, List.of("c-3")));
    }

    @Test
    void pushesByAttributesOfRowsThatItReadsOnce() {
        dynamoDb.answerQuery(List.of(), null);
        dynamoDb.answerQuery(List.of(row("c-3", "bob", API_GATEWAY), row("c-4", "eve", API_GATEWAY)), null);
        dynamoDb.answerQuery(List.of(), null);
        dynamoDb.answerQuery(List.of(row("c-3", "bob", API_GATEWAY), row("c-4", "eve", API_GATEWAY)), null);
        Map<String, AttributeValue> staff = row("c-4", "eve", API_GATEWAY);
        AttributesCodec.write(new Attributes(Map.of("role", Set.of("staff"))), staff);
        // One after the other, since the table of this test is asked at once.
        dynamoDb.answerGetItem(staff);
        Aim aim = new Aim(Set.of("eve"), Set.of(), List.of(new Where("role", Set.of("staff"), false)));

        fanOut(new Notification("m-1", "lobby", "{\"data\":1}", aim));
        fanOut(new Notification("m-2", "lobby", "{\"data\":2}", aim));

        assertThat(pushed())
                .hasSize(2)
                .containsOnly(new Recipients(Gateway.API_GATEWAY, API_GATEWAY, API_GATEWAY, List.of("c-4")));
        assertThat(rowsRead()).containsExactly("c-4");
    }

    @Test
    void readsNoRowForANotificationThatAsksForNoAttribute() {
        dynamoDb.answerQuery(List.of(), null);
        dynamoDb.answerQuery(List.of(row("c-3", "bob", API_GATEWAY)), null);

        fanOut("lobby");

        assertThat(pushed()).hasSize(1);
        assertThat(rowsRead()).isEmpty();
    }

    @Test
    void waitsForARowThatCannotBeReadNow() {
        dynamoDb.answerQuery(List.of(), null);
        dynamoDb.answerQuery(List.of(row("c-3", "bob", API_GATEWAY)), null);
        Map<String, AttributeValue> staff = row("c-3", "bob", API_GATEWAY);
        AttributesCodec.write(new Attributes(Map.of("role", Set.of("staff"))), staff);
        dynamoDb.answerGetItem(staff);
        dynamoDb.failAfter(2, SdkClientException.create("the table is away"));
        Aim aim = new Aim(null, Set.of(), List.of(new Where("role", Set.of("staff"), false)));

        Exchange done = fanOut(new Notification("m-1", "lobby", "{\"data\":1}", aim));

        assertThat(done.getException()).isNull();
        assertThat(pushed()).hasSize(1);
        assertThat(rowsRead()).containsExactly("c-3", "c-3");
    }

    private List<String> rowsRead() {
        return dynamoDb.requests(GetItemRequest.class).stream()
                .filter(get -> get.key().containsKey("connection_id"))
                .map(get -> get.key().get("connection_id").s())
                .toList();
    }

    @Test
    void pushesTheNotificationAsItCame() {
        dynamoDb.answerQuery(List.of(stay("n-2")), null);

        fanOut("lobby");

        assertThat(push.getExchanges())
                .singleElement()
                .extracting(exchange -> exchange.getVariable("notification"))
                .isEqualTo(new Notification("lobby", "{\"data\":1}"));
    }

    @Test
    void pushesNothingIntoAnEmptyRoom() {
        Exchange done = fanOut("lobby");

        assertThat(done.getException()).isNull();
        assertThat(pushed()).isEmpty();
    }

    @Test
    void waitsForATableThatIsAwayAndPushesThen() {
        dynamoDb.answerQuery(List.of(stay("n-2")), null);
        dynamoDb.fail(SdkClientException.create("the table is away"));

        Exchange done = fanOut("lobby");

        assertThat(done.getException()).isNull();
        assertThat(pushed()).containsExactly(new Recipients(Gateway.NODE, "n-2", ELSEWHERE, List.of()));
    }

    @Test
    void failsWhereAPushFails() {
        dynamoDb.answerQuery(List.of(stay("n-2")), null);
        push.whenAnyExchangeReceived(exchange -> {
            throw new IllegalStateException("as told");
        });

        assertThat(fanOut("lobby").getException()).hasMessage("as told");
    }

    private void arrive(String id, String user) {
        Connection connection = new Connection(id, "lobby", user, HERE);
        parts.local.enter(connection);
        parts.audience.arrived(connection);
    }
}
