package dev.hermes.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class RoomsTableTest {

    private final RoomsTable rooms = RoomsTable.of("hermesRooms", "hermesConnections");

    @ParameterizedTest
    @ValueSource(strings = {"lobby", "42", "*", "%", "a/b", "é 🙂", " lobby "})
    void namesAPartitionAfterItsRoom(String room) {
        assertThat(rooms.membersOf(room)).isEqualTo("members/" + room);
    }

    @Test
    void namesThePartitionOfALongRoomAfterItsDigest() {
        String longest = "x".repeat(500);
        String longer = "x".repeat(501);
        String inBytes = "é".repeat(251);

        assertThat(rooms.membersOf(longest)).isEqualTo("members/" + longest);
        assertThat(rooms.membersOf(longer)).matches("members-sha256/[0-9a-f]{64}");
        assertThat(rooms.membersOf(inBytes))
                .matches("members-sha256/[0-9a-f]{64}")
                .isNotEqualTo(rooms.membersOf(longer));
        assertThat(rooms.membersOf("x".repeat(2048)).getBytes(UTF_8)).hasSizeLessThan(1024);
    }

    @Test
    void givesEachStayAKeyOfItsOwnInTheOrderOfTheirNumbers() {
        assertThat(rooms.stayKey("lobby", "n-1", 7))
                .isEqualTo(Map.of(
                        "part", AttributeValue.fromS("members/lobby"),
                        "item", AttributeValue.fromS("node/n-1/0000000000000007")));
        assertThat(LongStream.of(1, 9, 10, 99, 100, 1_000_000_000_000_000L).mapToObj(RoomsTable::padded))
                .isSorted()
                .allSatisfy(number -> assertThat(number).hasSize(16));
    }

    @Test
    void givesEachStageThatSharesItPartitionsOfItsOwn() {
        RoomsTable beta = RoomsTable.of("hermesRooms", "hermesConnections-beta");

        assertThat(beta.nodes()).isEqualTo("of/hermesConnections-beta/nodes");
        assertThat(beta.membersOf("lobby")).isEqualTo("of/hermesConnections-beta/members/lobby");
        assertThat(rooms.nodes()).isEqualTo("nodes");
    }
}
