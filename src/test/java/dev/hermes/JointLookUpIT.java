package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.dev.FaultyAws.Fault;
import dev.hermes.dev.FaultyAws.Moment;
import dev.hermes.dev.FaultyStack;
import dev.hermes.dev.RuleFolder;
import dev.hermes.dev.WebSocketClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Notifications that come at the same time for many rooms, whose rows are read together. */
class JointLookUpIT {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String STATEMENT = "ExecuteStatement";
    private static final List<String> NAMES =
            List.of("plain", "it's", "\"quoted\"", "a, b", "?", "é 🙂", "\\", " spaced ", "null", "long".repeat(130));

    @TempDir
    private Path folder;

    private RuleFolder rules;
    private FaultyStack stack;

    @BeforeEach
    void start() throws Exception {
        Files.copy(Path.of("application.properties"), folder.resolve("application.properties"));
        rules = RuleFolder.copyOf(Path.of("routes"), folder.resolve("routes"));
        stack = new FaultyStack(folder, Map.of()).setUp().start().awaitReady();
    }

    @AfterEach
    void stop() throws Exception {
        stack.close();
    }

    @Test
    void tellsEachRoomItsOwnAndDeletesStaleRowsOfAll() throws Exception {
        CompletableFuture<String> statement = new CompletableFuture<>();
        stack.dynamoDb().trap(Moment.ANSWERED, text -> text.contains(STATEMENT), () -> statement.complete("made"));
        Map<String, WebSocketClient> clients = join();
        clients.keySet().forEach(room -> stack.world().plantRow("gone from " + room, room, "nobody"));

        tellAll(clients, 1);

        assertThat(statement).isCompleted();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(stack.world().allRows())
                .hasSize(NAMES.size())
                .noneMatch(row -> row.get("connection_id").s().startsWith("gone")));
    }

    @Test
    void readsNoRoomASecondTimeByItself() throws Throwable {
        Map<String, WebSocketClient> clients = join();
        tellAll(clients, 1);

        assertThat(queriesWhile(() -> tellAll(clients, 2))).isLessThan(NAMES.size());
    }

    @Test
    void readsEachRoomByTheRuleWhereSomebodyHasChangedIt() throws Throwable {
        Map<String, WebSocketClient> clients = join();
        rules.edit(
                "room-holders",
                text -> text.replace(
                        "              - process:",
                        "              - log: {message: a page}\n              - process:"));
        await().atMost(PATIENCE).until(() -> stack.lines("Rules 2 are live") > 0);
        tellAll(clients, 1);

        assertThat(queriesWhile(() -> tellAll(clients, 2))).isGreaterThanOrEqualTo(NAMES.size());
    }

    /** Of the holders of a room, each by itself. */
    private int queriesWhile(ThrowingCallable task) throws Throwable {
        AtomicInteger queries = new AtomicInteger();
        stack.dynamoDb().some(Fault.REFUSE, text -> {
            if (text.contains(".Query ") && text.contains("members")) {
                queries.incrementAndGet();
            }
            return false;
        });
        task.call();
        return queries.get();
    }

    @ParameterizedTest
    @EnumSource(names = {"DENY", "HANG", "ERROR", "THROTTLE", "REFUSE"})
    void looksUpEachRoomByItselfWhereTheyCannotBeReadTogether(Fault fault) throws Exception {
        stack.dynamoDb().some(fault, text -> text.contains(STATEMENT));
        Map<String, WebSocketClient> clients = join();

        tellAll(clients, 1);
        tellAll(clients, 2);

        long warnings = stack.lines("it needs dynamodb:PartiQLSelect");
        assertThat(warnings).isBetween(fault == Fault.DENY ? 1L : 0L, fault == Fault.DENY ? 2L : 0L);
        stack.dynamoDb().all(Fault.NONE);
        await().atMost(PATIENCE).until(stack::isReady);
        assertThat(stack.world().takeDeadLetters()).isEmpty();
    }

    private Map<String, WebSocketClient> join() {
        Map<String, WebSocketClient> clients = new LinkedHashMap<>();
        NAMES.forEach(room -> clients.put(room, stack.world().join("ada", room)));
        return clients;
    }

    /** In one request, as a back end does; returns when each client has its own, and the queue nothing more. */
    private void tellAll(Map<String, WebSocketClient> clients, int number) throws Exception {
        stack.world()
                .sendBatch(NAMES.stream()
                        .map(room ->
                                "{\"room_id\":\"" + room.replace("\\", "\\\\").replace("\"", "\\\"") + "\",\"data\":"
                                        + value(room, number) + "}")
                        .toList());
        for (String room : NAMES) {
            assertThat(clients.get(room).frame()).isEqualTo("{\"data\":" + value(room, number) + "}");
        }
        await().atMost(PATIENCE).until(() -> stack.world().undelivered() == 0);
    }

    private static int value(String room, int number) {
        return 100 * NAMES.indexOf(room) + number;
    }
}
