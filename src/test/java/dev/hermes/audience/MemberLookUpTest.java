package dev.hermes.audience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ComparisonOperator;

class MemberLookUpTest {

    private static final Map<String, AttributeValue> FIRST = Map.of("connection_id", AttributeValue.fromS("c-1"));
    private static final Map<String, AttributeValue> SECOND = Map.of("connection_id", AttributeValue.fromS("c-2"));

    private final MemberLookUp lookUp = MemberLookUp.ofConnections("lobby", 0);

    @Test
    void selectsTheConnectionsOfTheRoomAndNoOther() {
        assertSelects(lookUp, "room_id", "lobby");
    }

    @Test
    void selectsTheHoldersOfTheRoomAndNoOther() {
        assertSelects(MemberLookUp.ofHolders("lobby", "members/lobby"), "part", "members/lobby");
    }

    private static void assertSelects(MemberLookUp lookUp, String key, String value) {
        assertThat(lookUp.keyConditions()).containsOnlyKeys(key);
        assertThat(lookUp.keyConditions().get(key).comparisonOperator()).isEqualTo(ComparisonOperator.EQ);
        assertThat(lookUp.keyConditions().get(key).attributeValueList()).containsExactly(AttributeValue.fromS(value));
    }

    @Test
    void beginsAtTheBeginning() {
        assertThat(lookUp.unfinished()).isTrue();
        assertThat(lookUp.startKey()).isNull();
        assertThat(lookUp.rows()).isEmpty();
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

        assertThat(lookUp.rows()).containsExactly(FIRST, SECOND);
        assertThat(lookUp.pages()).isEqualTo(2);
    }
}
