package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.hermes.dev.FaultyAws;
import dev.hermes.dev.FaultyAws.Fault;
import dev.hermes.dev.FaultyStack;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.WebSocketClient.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** SQS or DynamoDB hangs, throttles, forbids or breaks for some seconds, and is back. */
class DependencyIT {

    private static final Duration NOTICED = Duration.ofSeconds(5);
    /** Where nobody asks, so that a probe has to. */
    private static final Duration NOTICED_BY_A_PROBE = Duration.ofSeconds(15);

    private static final Duration CONNECT_ANSWERED = Duration.ofSeconds(3);
    private static final int MESSAGES = 10;

    private static FaultyStack stack;

    @BeforeAll
    static void start() throws Exception {
        stack = new FaultyStack(Map.of()).setUp().start().awaitReady();
    }

    @AfterAll
    static void stop() throws Exception {
        stack.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"HANG", "ERROR", "THROTTLE", "DENY"})
    void losesNothingWhileTheTablesHaveAFault(Fault fault) throws Exception {
        String room = "room-" + fault;
        String token = stack.world().token("ada", room);
        WebSocketClient client = stack.world().joinWith(token);
        long gone = stack.lines("DynamoDB is unavailable");
        long back = stack.lines("DynamoDB is available again");

        stack.dynamoDb().all(fault);
        List<String> sent = tell(room);
        assertRefusedInTime(token);
        await().atMost(NOTICED).until(() -> !stack.isReady());
        assertThat(stack.get("/observe/health/ready").body()).contains("DynamoDB is unavailable");
        assertThat(stack.isLive()).isTrue();
        assertThat(take(client)).containsExactlyInAnyOrderElementsOf(sent);
        stack.dynamoDb().all(Fault.NONE);

        await().atMost(NOTICED).until(stack::isReady);
        stack.world().joinWith(token).close();
        awaitEmptyQueue();
        assertThat(client.frames()).isEmpty();
        assertThat(stack.world().takeDeadLetters()).isEmpty();
        assertThat(stack.lines("DynamoDB is unavailable") - gone).isEqualTo(1);
        assertThat(stack.lines("DynamoDB is available again") - back).isEqualTo(1);
    }

    @Test
    void asksAThrottlingTableNoMoreThanTwiceAsOften() throws Exception {
        String token = stack.world().token("ada", "throttled");
        stack.world().joinWith(token);
        int calm = requestsDuringLoad("throttled", token);

        stack.dynamoDb().all(Fault.THROTTLE);
        int throttled = requestsDuringLoad("throttled", token);
        stack.dynamoDb().all(Fault.NONE);

        assertThat(throttled).isLessThanOrEqualTo(2 * calm);
        await().atMost(NOTICED).until(stack::isReady);
        awaitEmptyQueue();
    }

    @Test
    void saysThatTheQueueHangsAndGoesOnWhenItIsBack() throws Exception {
        WebSocketClient client = stack.world().join("ada", "queue");
        long gone = stack.lines("SQS is unavailable");

        stack.sqs().all(Fault.HANG);
        await().atMost(NOTICED).until(() -> !stack.isReady());
        assertThat(stack.get("/observe/health").body()).contains("SQS is unavailable");
        assertThat(stack.isLive()).isTrue();
        stack.sqs().all(Fault.NONE);
        await().atMost(NOTICED).until(stack::isReady);
        stack.world().send("{\"room_id\":\"queue\",\"data\":\"after\"}");

        assertThat(client.frame()).isEqualTo("{\"data\":\"after\"}");
        assertThat(stack.lines("SQS is unavailable") - gone).isEqualTo(1);
        awaitEmptyQueue();
    }

    @ParameterizedTest
    @EnumSource(names = {"HANG", "ERROR", "THROTTLE", "DENY"})
    void saysThatTheTablesAreAwayThoughNobodyAsksForThem(Fault fault) throws Exception {
        stack.dynamoDb().all(fault);
        await().atMost(NOTICED_BY_A_PROBE).until(() -> !stack.isReady());
        stack.dynamoDb().all(Fault.NONE);
        await().atMost(NOTICED).until(stack::isReady);
    }

    @Test
    void asksTheTablesOfANodeWithoutClientsInTurn() {
        Set<String> asked = ConcurrentHashMap.newKeySet();
        AtomicInteger times = new AtomicInteger();
        stack.dynamoDb().some(Fault.DENY, request -> {
            if (request.contains("hermes-probe")) {
                times.incrementAndGet();
                asked.add(request);
            }
            return false;
        });

        await().atMost(Duration.ofSeconds(30)).until(() -> asked.size() >= 2);
        int before = times.get();
        await().pollDelay(Duration.ofSeconds(11)).atMost(Duration.ofSeconds(20)).until(() -> true);
        stack.dynamoDb().all(Fault.NONE);

        assertThat(times.get() - before).isBetween(1, 3);
    }

    @Test
    void parksAMessageThatTheTableRefusesForGoodAndServesTheOthers() throws Exception {
        WebSocketClient client = stack.world().join("ada", "good");

        stack.dynamoDb().some(Fault.REFUSE, request -> request.contains("bad-room"));
        stack.world().send("{\"room_id\":\"bad-room\",\"data\":1}");
        stack.world().send("{\"room_id\":\"good\",\"data\":2}");

        assertThat(client.frame()).isEqualTo("{\"data\":2}");
        List<Message> parked = new ArrayList<>();
        await().until(() -> {
            parked.addAll(stack.world().takeDeadLetters());
            return !parked.isEmpty();
        });
        stack.dynamoDb().all(Fault.NONE);
        assertThat(parked).singleElement().satisfies(message -> {
            assertThat(message.body()).isEqualTo("{\"room_id\":\"bad-room\",\"data\":1}");
            assertThat(message.messageAttributes().get("reason").stringValue()).contains("invalid");
        });
        assertThat(stack.isReady()).isTrue();
        awaitEmptyQueue();
    }

    @Test
    void showsItsNumbers() throws Exception {
        String metrics = stack.get("/observe/metrics").body();

        assertThat(metrics)
                .contains("hermes_dependency_up{dependency=\"DynamoDB\"} 1.0")
                .contains("hermes_dependency_up{dependency=\"SQS\"} 1.0")
                .contains("hermes_dependency_requests_seconds_count")
                .contains("hermes_notifications_total{outcome=\"acknowledged\"}")
                .contains("hermes_notifications_in_flight")
                .contains("hermes_notifications_age_seconds_count")
                .contains("jvm_memory_used_bytes")
                .contains("process_cpu_usage");
    }

    private static List<String> tell(String room) {
        List<String> frames = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            stack.world().send("{\"room_id\":\"" + room + "\",\"data\":" + i + "}");
            frames.add("{\"data\":" + i + "}");
        }
        return frames;
    }

    private static List<String> take(WebSocketClient client) throws InterruptedException {
        List<String> frames = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            frames.add(client.frame());
        }
        return frames;
    }

    private static void assertRefusedInTime(String token) throws Exception {
        Throwable answer = CompletableFuture.supplyAsync(
                        () -> catchThrowable(() -> stack.world().joinWith(token)))
                .get(CONNECT_ANSWERED.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(answer).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.status())
                .isEqualTo(503));
    }

    /** Connects and messages for four seconds. */
    private static int requestsDuringLoad(String room, String token) {
        FaultyAws tables = stack.dynamoDb();
        int before = tables.requests();
        List<CompletableFuture<?>> connects = new ArrayList<>();
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(200))
                .during(Duration.ofSeconds(4))
                .until(() -> {
                    stack.world().send("{\"room_id\":\"" + room + "\",\"data\":0}");
                    for (int i = 0; i < 5; i++) {
                        connects.add(CompletableFuture.runAsync(() -> catchThrowable(
                                () -> stack.world().joinWith(token).close())));
                    }
                    return true;
                });
        CompletableFuture.allOf(connects.toArray(CompletableFuture[]::new)).join();
        return tables.requests() - before;
    }

    private static void awaitEmptyQueue() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(stack.world()
                        .sqs()
                        .getQueueAttributes(
                                get -> get.queueUrl(stack.world().queue()).attributeNames(QueueAttributeName.ALL))
                        .attributes())
                .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0")
                .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "0"));
    }
}
