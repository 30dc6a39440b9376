package dev.hermes.connection;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ConnectionTableTest {

    private static final String HERE = "http://10.0.0.1:8080/dev";
    private static final String API_GATEWAY = "https://api.execute-api.eu-west-1.amazonaws.com/dev";
    private static final String HERE_NOW = HERE + "/@nodes/n-1";
    private static final Instant NOW = Instant.parse("2026-01-08T12:00:00Z");

    private final ConnectionTable table = new ConnectionTable(HERE, () -> HERE_NOW, Clock.fixed(NOW, UTC));

    @Test
    void writesWhoIsConnectedAndWhereAndUntilWhen() {
        assertThat(table.row(new Connection("c-1=", "lobby", "ada", HERE)))
                .isEqualTo(Map.of(
                        "connection_id", AttributeValue.fromS("c-1="),
                        "room_id", AttributeValue.fromS("lobby"),
                        "user_id", AttributeValue.fromS("ada"),
                        "endpoint", AttributeValue.fromS(HERE_NOW),
                        "expires_at", secondsAfterNow(36 * 60 * 60)));
    }

    @Test
    void keepsARowOfApiGatewayForLongerThanAConnectionThereCanLast() {
        assertThat(table.row(new Connection("c-1=", "lobby", "ada", API_GATEWAY)))
                .containsEntry("endpoint", AttributeValue.fromS(API_GATEWAY))
                .containsEntry("expires_at", secondsAfterNow(130 * 60));
    }

    @Test
    void writesNumbersAsStrings() {
        assertThat(table.row(new Connection("c-1=", "7", "42", HERE)))
                .containsEntry("room_id", AttributeValue.fromS("7"))
                .containsEntry("user_id", AttributeValue.fromS("42"));
    }

    @Test
    void findsARowByItsConnectionAlone() {
        assertThat(table.key("c-1=")).isEqualTo(Map.of("connection_id", AttributeValue.fromS("c-1=")));
    }

    @Test
    void readsWhatItWrote() {
        Connection ada = new Connection("c-1=", "lobby", "ada", API_GATEWAY);

        assertThat(table.read(table.row(ada), API_GATEWAY)).isEqualTo(ada);
    }

    @Test
    void writesAttributesOnlyWhereThereAreSome() {
        Attributes roles = new Attributes(Map.of("role", Set.of("staff")));
        Connection ada = new Connection("c-1=", "lobby", "ada", API_GATEWAY, roles);

        Map<String, AttributeValue> row = table.row(ada);

        assertThat(row)
                .containsEntry(
                        "attributes",
                        AttributeValue.fromM(
                                Map.of("role", AttributeValue.fromL(List.of(AttributeValue.fromS("staff"))))));
        assertThat(table.read(row, API_GATEWAY)).isEqualTo(ada);
        assertThat(table.row(new Connection("c-1=", "lobby", "ada", HERE))).doesNotContainKey("attributes");
    }

    @Test
    void readsNoAttributesOfAnotherForm() {
        Map<String, AttributeValue> row = new HashMap<>(table.row(new Connection("c-1=", "lobby", "ada", HERE)));

        for (AttributeValue odd : List.of(
                AttributeValue.fromS("role"),
                AttributeValue.fromM(Map.of()),
                AttributeValue.fromM(Map.of("role", AttributeValue.fromS("staff"))),
                AttributeValue.fromM(Map.of("role", AttributeValue.fromL(List.of(AttributeValue.fromN("1"))))))) {
            row.put("attributes", odd);
            assertThat(table.read(row, HERE).attributes()).isSameAs(Attributes.NONE);
        }
    }

    @Test
    void readsARowThatNamesNoUser() {
        Map<String, AttributeValue> row =
                Map.of("connection_id", AttributeValue.fromS("c-1="), "room_id", AttributeValue.fromS("lobby"));

        assertThat(table.read(row, HERE)).isEqualTo(new Connection("c-1=", "lobby", "", HERE));
    }

    @Test
    void saysThatAConnectionWithoutARowIsGone() {
        assertGone(null);
        assertGone(Map.of());
    }

    private void assertGone(Map<String, AttributeValue> row) {
        assertThatExceptionOfType(ConnectionGone.class)
                .isThrownBy(() -> table.require(row, "c-1="))
                .satisfies(gone -> assertThat(gone.connectionIds()).containsExactly("c-1="));
    }

    private static AttributeValue secondsAfterNow(long seconds) {
        return AttributeValue.fromN(Long.toString(NOW.getEpochSecond() + seconds));
    }
}
