package dev.hermes.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.connection.Recipients.Gateway;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class GatewaysTest {

    private static final String HERE = "http://10.0.0.1:8080/dev";
    private static final String ELSEWHERE = "http://10.0.0.2:8080/dev";
    private static final String API_GATEWAY = "https://api.execute-api.eu-west-1.amazonaws.com/dev";

    private final Gateways gateways = new Gateways(HERE, API_GATEWAY, "held"::equals, Clock.systemUTC());
    private final Gateways withoutApiGateway = new Gateways(HERE, "", "held"::equals, Clock.systemUTC());

    @Test
    void sortsRowsByTheGatewayThatHoldsThem() {
        List<Recipients> recipients = gateways.elsewhere(found(
                row("c-1", HERE),
                row("c-2", ELSEWHERE),
                row("c-3", HERE),
                row("c-4", API_GATEWAY),
                row("c-5", API_GATEWAY)));

        assertThat(recipients)
                .containsExactly(
                        new Recipients(Gateway.OWN, HERE, List.of("c-1", "c-3")),
                        new Recipients(Gateway.NODE, ELSEWHERE, List.of("c-2")),
                        new Recipients(Gateway.API_GATEWAY, API_GATEWAY, List.of("c-4", "c-5")));
    }

    @Test
    void believesTheEndpointOfARowRatherThanItsOwnSockets() {
        assertThat(gateways.elsewhere(found(row("held", ELSEWHERE))))
                .containsExactly(new Recipients(Gateway.NODE, ELSEWHERE, List.of("held")));
    }

    @Test
    void takesARowThatNamesNoGatewayForApiGateways() {
        assertThat(gateways.elsewhere(found(row("c-1"))))
                .containsExactly(new Recipients(Gateway.API_GATEWAY, API_GATEWAY, List.of("c-1")));
    }

    @Test
    void takesARowThatNamesNoGatewayForItsOwnWhereItHoldsTheSocket() {
        assertThat(gateways.elsewhere(found(row("held"))))
                .containsExactly(new Recipients(Gateway.OWN, HERE, List.of("held")));
    }

    @Test
    void takesARowThatNamesNoGatewayForItsOwnWhereThereIsNoOther() {
        assertThat(withoutApiGateway.elsewhere(found(row("c-1"), row("held"))))
                .containsExactly(new Recipients(Gateway.OWN, HERE, List.of("c-1", "held")));
    }

    @Test
    void sortsRowsThatNameNoGatewayAmongThoseThatDo() {
        List<Recipients> recipients =
                gateways.elsewhere(found(row("c-1", API_GATEWAY), row("held"), row("c-2"), row("c-3", HERE)));

        assertThat(recipients)
                .containsExactly(
                        new Recipients(Gateway.OWN, HERE, List.of("held", "c-3")),
                        new Recipients(Gateway.API_GATEWAY, API_GATEWAY, List.of("c-1", "c-2")));
    }

    @Test
    void takesEveryOtherEndpointForANodeWhereThereIsNoApiGateway() {
        assertThat(withoutApiGateway.elsewhere(found(row("c-1", API_GATEWAY))))
                .containsExactly(new Recipients(Gateway.NODE, API_GATEWAY, List.of("c-1")));
    }

    @Test
    void knowsItsOwnConnectionsWithoutALookUp() {
        gateways.arrived(new Connection("c-1", "lobby", "ada", HERE));
        gateways.arrived(new Connection("c-2", "attic", "bob", HERE));

        assertThat(gateways.here("lobby")).containsExactly(new Recipients(Gateway.OWN, HERE, List.of("c-1")));
        assertThat(gateways.here("cellar")).isEmpty();
    }

    @Test
    void leavesThoseThatItKnowsOutOfALookUp() {
        gateways.arrived(new Connection("c-1", "lobby", "ada", HERE));

        assertThat(gateways.elsewhere(found(row("c-1", HERE), row("c-2", ELSEWHERE), row("c-3", HERE))))
                .containsExactly(
                        new Recipients(Gateway.OWN, HERE, List.of("c-3")),
                        new Recipients(Gateway.NODE, ELSEWHERE, List.of("c-2")));
    }

    @Test
    void forgetsWhoeverHasLeft() {
        Connection connection = new Connection("c-1", "lobby", "ada", HERE);
        gateways.arrived(connection);
        gateways.left(connection);

        assertThat(gateways.here("lobby")).isEmpty();
        assertThat(gateways.elsewhere(found(row("c-1", HERE))))
                .containsExactly(new Recipients(Gateway.OWN, HERE, List.of("c-1")));
    }

    @Test
    void addsWhomAnotherGatewayHasJustLetInAndWhoIsNotFoundYet() {
        gateways.arrived(new Connection("c-1", "lobby", "ada", API_GATEWAY));
        gateways.arrived(new Connection("c-2", "lobby", "bob", API_GATEWAY));
        gateways.arrived(new Connection("c-3", "attic", "eve", API_GATEWAY));

        assertThat(gateways.elsewhere(found(row("c-1", API_GATEWAY))))
                .containsExactly(new Recipients(Gateway.API_GATEWAY, API_GATEWAY, List.of("c-1", "c-2")));
        assertThat(gateways.here("lobby")).isEmpty();
    }

    @Test
    void findsNobodyInAnEmptyRoom() {
        assertThat(gateways.elsewhere(found())).isEmpty();
    }

    @Test
    void holdsTheConnectionOfWhoeverHasJustSentSomething() {
        assertThat(gateways.holding(new Connection("c-1", "lobby", "ada", HERE)))
                .isEqualTo(new Recipients(Gateway.OWN, HERE, List.of("c-1")));
        assertThat(gateways.holding(new Connection("c-2", "lobby", "bob", API_GATEWAY)))
                .isEqualTo(new Recipients(Gateway.API_GATEWAY, API_GATEWAY, List.of("c-2")));
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static RoomLookUp found(Map<String, AttributeValue>... rows) {
        RoomLookUp lookUp = new RoomLookUp("lobby");
        lookUp.add(List.of(rows), null);
        return lookUp;
    }

    private static Map<String, AttributeValue> row(String id) {
        return Map.of("connection_id", AttributeValue.fromS(id), "room_id", AttributeValue.fromS("lobby"));
    }

    private static Map<String, AttributeValue> row(String id, String endpoint) {
        return Map.of("connection_id", AttributeValue.fromS(id), "endpoint", AttributeValue.fromS(endpoint));
    }
}
