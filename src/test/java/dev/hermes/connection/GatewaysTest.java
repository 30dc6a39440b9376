package dev.hermes.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class GatewaysTest {

    private static final String HERE = "http://10.0.0.1:8080/dev";
    private static final String ELSEWHERE = "http://10.0.0.2:8080/dev";

    private final Gateways gateways = new Gateways(HERE);

    @Test
    void sortsRowsByTheGatewayThatHoldsThem() {
        List<Recipients> recipients = gateways.sort(List.of(row("c-1", HERE), row("c-2", ELSEWHERE), row("c-3", HERE)));

        assertThat(recipients)
                .containsExactly(
                        new Recipients(HERE, List.of("c-1", "c-3")), new Recipients(ELSEWHERE, List.of("c-2")));
    }

    @Test
    void takesARowThatNamesNoGatewayForItsOwn() {
        Map<String, AttributeValue> row =
                Map.of("connection_id", AttributeValue.fromS("c-1"), "room_id", AttributeValue.fromS("lobby"));

        assertThat(gateways.sort(List.of(row))).containsExactly(new Recipients(HERE, List.of("c-1")));
    }

    @Test
    void findsNobodyInAnEmptyRoom() {
        assertThat(gateways.sort(List.of())).isEmpty();
    }

    @Test
    void holdsTheConnectionOfWhoeverHasJustSentSomething() {
        assertThat(gateways.holding(new Connection("c-1", "lobby", "ada")))
                .isEqualTo(new Recipients(HERE, List.of("c-1")));
    }

    private static Map<String, AttributeValue> row(String id, String endpoint) {
        return Map.of("connection_id", AttributeValue.fromS(id), "endpoint", AttributeValue.fromS(endpoint));
    }
}
