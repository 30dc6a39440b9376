package dev.hermes.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hermes.audience.CarrierFailure;
import dev.hermes.audience.DeadRows;
import dev.hermes.audience.Push;
import dev.hermes.dev.FakeDynamoDb;
import dev.hermes.notification.Notification;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;

class OldNodeCarrierTest extends NodeUnderTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FRAME = "{\"data\": \"é ${body}\\n\"}";

    private final FakeDynamoDb dynamoDb = new FakeDynamoDb();
    private final DeadRows deadRows =
            new DeadRows(dynamoDb, "hermesConnections", Clock.systemUTC(), new SimpleMeterRegistry());

    @AfterEach
    void close() {
        deadRows.close();
    }

    private OldNodeCarrier carrier() {
        return new OldNodeCarrier(client, deadRows, endpoint());
    }

    @Test
    void asksForEachPushInItsOrder() throws Exception {
        carrier()
                .carry("lobby", List.of(push(FRAME, "c-1=", "c-\"2\""), push("{}", "c-1=")))
                .join();

        assertThat(asked).extracting(Asked::line).containsExactly("POST /dev/@connections", "POST /dev/@connections");
        JsonNode body = JSON.readTree(asked.get(0).body());
        assertThat(body).hasSize(2);
        assertThat(body.get("connection_ids")).isEqualTo(JSON.valueToTree(List.of("c-1=", "c-\"2\"")));
        assertThat(body.get("data").textValue()).isEqualTo(FRAME);
        assertThat(JSON.readTree(asked.get(1).body()).get("data").textValue()).isEqualTo("{}");
    }

    @Test
    void deletesTheRowsOfThoseThatTheNodeDoesNotHold() {
        answer = "{\"gone\":[\"c-1=\",\"c-3=\"]}";

        carrier().carry("lobby", List.of(push(FRAME, "c-1=", "c-2=", "c-3="))).join();

        await().untilAsserted(() -> assertThat(dynamoDb.requests(DeleteItemRequest.class))
                .extracting(delete -> delete.key().get("connection_id").s())
                .containsExactly("c-1=", "c-3="));
        assertThat(dynamoDb.requests(DeleteItemRequest.class))
                .extracting(DeleteItemRequest::conditionExpression)
                .containsOnly("#endpoint = :dead");
    }

    @Test
    void deletesExpiredRowsOfANodeThatDoesNotTakeThePush() {
        status = 503;

        assertThat(carrier().carry("lobby", List.of(push(FRAME, "c-1="))))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(CarrierFailure.class);

        await().untilAsserted(() -> assertThat(dynamoDb.requests(DeleteItemRequest.class))
                .extracting(DeleteItemRequest::conditionExpression)
                .containsExactly("#endpoint = :dead AND #expiry < :now"));
    }

    @Test
    void leavesOnlyThePushesBehindTheLastThatWasTaken() {
        List<Push> pushes = List.of(push("1", "c-1="), push("2", "c-1="), push("3", "c-1="));
        most = 1;

        assertThat(carrier().carry("lobby", pushes))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        CarrierFailure.class,
                        failure -> assertThat(pushes).map(failure::isLeft).containsExactly(false, true, true));
        assertThat(asked).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>Welcome</html>", "{\"gone\""})
    void saysThatSomethingElseAtTheAddressIsUnavailable(String answered) {
        answer = answered;

        assertThat(carrier().carry("lobby", List.of(push(FRAME, "c-1="))))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(CarrierFailure.class)
                .withMessage("it does not answer as a node does");
    }

    @Test
    void takesAnyAnswerToAProbe() {
        status = 405;

        assertThat(carrier().probe().join()).isTrue();
    }

    private static Push push(String frame, String... ids) {
        return new Push(new Notification("lobby", frame), List.of(ids), null);
    }
}
