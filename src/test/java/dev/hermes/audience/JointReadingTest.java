package dev.hermes.audience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.AudienceUnderTest;
import dev.hermes.dev.FakeDynamoDb;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ExecuteStatementRequest;

class JointReadingTest {

    private static final List<String> ROOMS = List.of("lobby", "it's \"quoted\"");

    private final FakeDynamoDb dynamoDb = new FakeDynamoDb();
    private final AudienceUnderTest parts =
            new AudienceUnderTest(dynamoDb, "", id -> false, Clock.systemUTC(), System::nanoTime);
    private final JointReading connections =
            JointReading.ofConnections(dynamoDb, "hermesConnections", "room_id-index", parts.audience);

    @AfterEach
    void close() {
        parts.close();
    }

    @Test
    void askTheIndexForAllRoomsInOneStatement() {
        connections.read(ROOMS);

        assertThat(statements()).singleElement().satisfies(asked -> {
            assertThat(asked.statement())
                    .isEqualTo("SELECT * FROM \"hermesConnections\".\"room_id-index\" WHERE \"room_id\" IN [?, ?]");
            assertThat(asked.parameters())
                    .extracting(AttributeValue::s)
                    .containsExactlyInAnyOrder("lobby", "it's \"quoted\"");
            assertThat(asked.consistentRead()).isFalse();
        });
    }

    @Test
    void askForHoldersByThePartitionsOfTheRoomsAsTheyAreNow() {
        JointReading.ofHolders(dynamoDb, "hermesRooms", parts.audience).read(List.of("lobby", "vault"));

        assertThat(statements()).singleElement().satisfies(asked -> {
            assertThat(asked.statement()).isEqualTo("SELECT * FROM \"hermesRooms\" WHERE \"part\" IN [?, ?]");
            assertThat(asked.parameters())
                    .extracting(AttributeValue::s)
                    .containsExactlyInAnyOrder("members/lobby", "members/vault");
            assertThat(asked.consistentRead()).isTrue();
        });
    }

    @Test
    void giveEachRoomItsRowsAndEmptyRoomsNone() {
        dynamoDb.answerStatement(List.of(row("lobby", "c-1"), row("lobby", "c-2")), null);

        Map<String, MemberLookUp> read = connections.read(ROOMS);

        assertThat(read).containsOnlyKeys(ROOMS);
        assertThat(read.get("lobby").rows()).containsExactly(row("lobby", "c-1"), row("lobby", "c-2"));
        assertThat(read.get("it's \"quoted\"").rows()).isEmpty();
        assertThat(read.values()).noneMatch(MemberLookUp::unfinished);
    }

    @Test
    void leaveOutARoomWithMoreRowsThanAPageHas() {
        dynamoDb.answerStatement(
                List.of(row("vault", "c-0"), row("lobby", "c-1"), row("lobby", "c-2")), "where it goes on");

        assertThat(connections.read(List.of("lobby", "vault", "attic"))).isEmpty();
        assertThat(connections.read(List.of("lobby", "vault", "attic"))).containsOnlyKeys("vault", "attic");
    }

    @Test
    void readNothingWhereOnlyOneRoomIsLeft() {
        assertThat(connections.read(List.of("lobby"))).isEmpty();
        assertThat(statements()).isEmpty();
    }

    @Test
    void readNothingWhileTheTableDoesNotServeAndTryAgain() {
        dynamoDb.fail(SdkClientException.create("Connection refused"));

        assertThat(connections.read(ROOMS)).isEmpty();
        assertThat(connections.read(ROOMS)).containsOnlyKeys(ROOMS);
    }

    @Test
    void tryAgainWhereOneRoomIsRefused() {
        dynamoDb.fail(failure("ValidationException"));

        assertThat(connections.read(ROOMS)).isEmpty();
        assertThat(connections.read(ROOMS)).containsOnlyKeys(ROOMS);
    }

    @Test
    void askNoMoreForAWhileWhereStatementsAreForbidden() {
        connections.read(ROOMS);
        dynamoDb.fail(failure("AccessDeniedException"));

        assertThat(connections.read(ROOMS)).isEmpty();
        assertThat(connections.read(ROOMS)).isEmpty();
        assertThat(statements()).hasSize(2);
    }

    private static DynamoDbException failure(String code) {
        return (DynamoDbException) DynamoDbException.builder()
                .statusCode(400)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage("not authorized to perform dynamodb:PartiQLSelect")
                        .build())
                .build();
    }

    private static Map<String, AttributeValue> row(String room, String connection) {
        return Map.of("room_id", AttributeValue.fromS(room), "connection_id", AttributeValue.fromS(connection));
    }

    private List<ExecuteStatementRequest> statements() {
        return dynamoDb.requests(ExecuteStatementRequest.class);
    }
}
