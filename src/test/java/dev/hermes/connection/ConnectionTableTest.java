package dev.hermes.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ConnectionTableTest {

    private static final String HERE = "http://10.0.0.1:8080/dev";

    private final ConnectionTable table = new ConnectionTable(HERE);

    @Test
    void writesWhoIsConnectedAndWhere() {
        assertThat(table.row(new Connection("c-1=", "lobby", "ada")))
                .isEqualTo(Map.of(
                        "connection_id", AttributeValue.fromS("c-1="),
                        "room_id", AttributeValue.fromS("lobby"),
                        "user_id", AttributeValue.fromS("ada"),
                        "endpoint", AttributeValue.fromS(HERE)));
    }

    @Test
    void writesNumbersAsStrings() {
        assertThat(table.row(new Connection("c-1=", "7", "42")))
                .containsEntry("room_id", AttributeValue.fromS("7"))
                .containsEntry("user_id", AttributeValue.fromS("42"));
    }

    @Test
    void findsARowByItsConnectionAlone() {
        assertThat(table.key("c-1=")).isEqualTo(Map.of("connection_id", AttributeValue.fromS("c-1=")));
    }

    @Test
    void takesPagesIntoTheSameLookUp() {
        RoomLookUp lookUp = table.lookUp("lobby");
        Map<String, AttributeValue> row = Map.of("connection_id", AttributeValue.fromS("c-1="));

        RoomLookUp after = table.addPage(lookUp, List.of(row), null);

        assertThat(after).isSameAs(lookUp);
        assertThat(after.connections()).containsExactly(row);
    }
}
