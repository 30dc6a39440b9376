package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.hermes.dev.FaultyAws.Fault;
import dev.hermes.dev.FaultyStack;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.WebSocketClient.Refused;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.sqs.model.Message;

/** Hermes starts without SQS or DynamoDB, and stops while they have a fault. */
class StartAndStopIT {

    private static final Duration TO_START = Duration.ofSeconds(60);
    private static final Duration TO_COME_BACK = Duration.ofSeconds(10);
    private static final Duration TO_END = Duration.ofSeconds(10);

    @Test
    void waitsForDependenciesThatAreNotThereYet() throws Exception {
        try (FaultyStack stack = new FaultyStack(Map.of()).setUp()) {
            String token = stack.world().token("ada", "room");
            stack.sqs().refuseConnections();
            stack.dynamoDb().refuseConnections();

            stack.start();
            await().atMost(TO_START).until(() -> stack.lines("is unavailable") == 2);
            await().atMost(TO_START).until(stack::isLive);
            assertThat(stack.get("/observe/health/ready").body())
                    .contains("SQS is unavailable", "DynamoDB is unavailable");
            assertThat(catchThrowable(() -> stack.world().joinWith(token)))
                    .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.status())
                            .isEqualTo(503));
            stack.sqs().takeConnections();
            stack.dynamoDb().takeConnections();

            await().atMost(TO_COME_BACK).until(stack::isReady);
            WebSocketClient client = stack.world().joinWith(token);
            stack.world().send("{\"room_id\":\"room\",\"data\":1}");
            assertThat(client.frame()).isEqualTo("{\"data\":1}");
            assertThat(stack.lines("is unavailable")).isEqualTo(2);
        }
    }

    @Test
    void saysWhichTablesAndQueuesAreMissingAndServesWhenTheyAreMade() throws Exception {
        try (FaultyStack stack = new FaultyStack(Map.of()).start()) {
            await().atMost(TO_START).until(() -> stack.lines("is unavailable") == 2);
            await().atMost(TO_START).until(stack::isLive);
            assertThat(stack.isReady()).isFalse();
            assertThat(stack.hermes().output())
                    .contains(
                            "-connections is missing",
                            "-tokens is missing",
                            "-rooms is missing",
                            "-queue is missing",
                            "-dlq is missing")
                    .contains("hermes setup")
                    .doesNotContain("\tat ");

            stack.setUp();

            await().atMost(TO_COME_BACK).until(stack::isReady);
            WebSocketClient client = stack.world().join("ada", "room");
            stack.world().send("{\"room_id\":\"room\",\"data\":1}");
            assertThat(client.frame()).isEqualTo("{\"data\":1}");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HANG", "ERROR", "THROTTLE", "DENY"})
    void endsInTimeAndGivesBackWhatItHasInHandWhileTheTablesHaveAFault(Fault fault) throws Exception {
        try (FaultyStack stack = new FaultyStack(Map.of("HERMES_NOTIFICATIONS_VISIBILITY_SECONDS", "120"))
                .setUp()
                .start()
                .awaitReady()) {
            WebSocketClient client = stack.world().join("ada", "room");
            stack.dynamoDb().all(fault);
            stack.world().send("{\"room_id\":\"room\",\"data\":1}");
            assertThat(client.frame()).isEqualTo("{\"data\":1}");

            stack.hermes().terminate();

            assertEndsCleanlyInTime(stack);
            // Long before its visibility time-out.
            List<Message> given = stack.world()
                    .sqs()
                    .receiveMessage(
                            receive -> receive.queueUrl(stack.world().queue()).waitTimeSeconds(2))
                    .messages();
            assertThat(given).singleElement().extracting(Message::body).isEqualTo("{\"room_id\":\"room\",\"data\":1}");
        }
    }

    @Test
    void endsInTimeWhileTheQueueHangsAndIsAliveUntilTheEnd() throws Exception {
        try (FaultyStack stack = new FaultyStack(Map.of()).setUp().start().awaitReady()) {
            stack.world().join("ada", "room");
            stack.sqs().all(Fault.HANG);
            await().until(() -> !stack.isReady());

            stack.hermes().terminate();

            assertEndsCleanlyInTime(stack);
        }
    }

    private static void assertEndsCleanlyInTime(FaultyStack stack) throws Exception {
        await().atMost(TO_END).untilAsserted(() -> assertThat(stack.hermes().isRunning())
                .as(stack.hermes().output())
                .isFalse());
        assertThat(stack.hermes().exitCode()).isIn(0, 143);
        assertThat(stack.hermes().output()).doesNotContain("\tat ");
    }
}
