package dev.hermes.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ComparisonOperator;

class RoomLookUpTest {

    private static final Map<String, AttributeValue> FIRST = Map.of("connection_id", AttributeValue.fromS("c-1"));
    private static final Map<String, AttributeValue> SECOND = Map.of("connection_id", AttributeValue.fromS("c-2"));

    private final RoomLookUp lookUp = new RoomLookUp("lobby");

    @Test
    void selectsTheRoomAndNoOther() {
        assertThat(lookUp.keyConditions()).containsOnlyKeys("room_id");
        assertThat(lookUp.keyConditions().get("room_id").comparisonOperator()).isEqualTo(ComparisonOperator.EQ);
        assertThat(lookUp.keyConditions().get("room_id").attributeValueList())
                .containsExactly(AttributeValue.fromS("lobby"));
    }

    @Test
    void beginsAtTheBeginning() {
        assertThat(lookUp.unfinished()).isTrue();
        assertThat(lookUp.startKey()).isNull();
        assertThat(lookUp.connections()).isEmpty();
    }

    @Test
    void goesOnWhereThePageEnded() {
        lookUp.add(List.of(FIRST), FIRST);

        assertThat(lookUp.unfinished()).isTrue();
        assertThat(lookUp.startKey()).isEqualTo(FIRST);
    }

    @Test
    void goesOnAfterAnEmptyPage() {
        lookUp.add(List.of(), FIRST);

        assertThat(lookUp.unfinished()).isTrue();
    }

    @Test
    void endsWithAPageThatNamesNoNextKey() {
        lookUp.add(List.of(FIRST), null);

        assertThat(lookUp.unfinished()).isFalse();
    }

    @Test
    void endsWithAPageWhoseNextKeyIsEmpty() {
        lookUp.add(List.of(FIRST), Map.of());

        assertThat(lookUp.unfinished()).isFalse();
    }

    @Test
    void gathersTheRowsOfAllPages() {
        lookUp.add(List.of(FIRST), FIRST);
        lookUp.add(List.of(SECOND), null);

        assertThat(lookUp.connections()).containsExactly(FIRST, SECOND);
    }
}
