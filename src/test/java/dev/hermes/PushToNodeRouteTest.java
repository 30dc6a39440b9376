package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.connection.ConnectionGone;
import dev.hermes.connection.Recipients.Gateway;
import dev.hermes.notification.Notification;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;

/** What is asked of another node, and what becomes of one that is away. */
class PushToNodeRouteTest extends PushUnderTest {

    @Test
    void givesANodeTheNotificationOnceForAllConnections() {
        Exchange done = push(Gateway.NODE, "c-1=", "c-2=");

        assertThat(done.getException()).isNull();
        assertThat(atNode).singleElement().satisfies(exchange -> {
            assertThat(exchange.getVariable("notification")).isEqualTo(new Notification("lobby", FRAME));
            assertThat(exchange.getVariable("recipients")).isEqualTo(recipients(Gateway.NODE, "c-1=", "c-2="));
        });
    }

    @Test
    void forgetsThoseThatANodeDoesNotHold() throws Exception {
        forget.expectedMessageCount(1);
        node = exchange -> {
            throw new ConnectionGone(List.of("c-2="));
        };

        Exchange done = push(Gateway.NODE, "c-1=", "c-2=");

        assertThat(done.getException()).isNull();
        assertThat(atNode).hasSize(1);
        forget.assertIsSatisfied();
        assertThat(forget.getExchanges().get(0).getMessage().getBody()).isEqualTo(List.of("c-2="));
    }

    @Test
    void asksANodeAgainThatWasAwayForAMoment() {
        node = exchange -> {
            if (atNode.size() < 3) {
                noNode.process(exchange);
            }
        };

        Exchange done = push(Gateway.NODE, "c-1=");

        assertThat(done.getException()).isNull();
        assertThat(atNode).hasSize(3);
        assertThat(dynamoDb.requests()).isEmpty();
    }

    @Test
    void goesOnWithoutANodeThatStaysAwayAndDeletesItsExpiredRows() {
        node = noNode;
        dynamoDb.failAfter(1, ConditionalCheckFailedException.builder().build());

        Exchange done = push(Gateway.NODE, "c-1=", "c-2=", "c-3=");

        assertThat(done.getException()).isNull();
        assertThat(atNode).hasSize(3);
        await().untilAsserted(() -> assertThat(dynamoDb.requests(DeleteItemRequest.class))
                .extracting(DeleteItemRequest::key)
                .containsExactly(
                        Map.of("connection_id", AttributeValue.fromS("c-1=")),
                        Map.of("connection_id", AttributeValue.fromS("c-2="))));
        assertThat(forget.getExchanges()).isEmpty();
    }
}
