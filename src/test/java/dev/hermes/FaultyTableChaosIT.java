package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.bench.Latencies;
import dev.hermes.bench.Report;
import dev.hermes.dev.Connects;
import dev.hermes.dev.FaultTime;
import dev.hermes.dev.FaultyAws;
import dev.hermes.dev.FaultyAws.Fault;
import dev.hermes.dev.FaultyStack;
import dev.hermes.dev.Metronome;
import dev.hermes.dev.Reception;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** DynamoDB has a fault for half a minute, while clients connect and are told messages. */
@Tag("chaos")
class FaultyTableChaosIT {

    private static final int PER_SECOND = 50;
    private static final int CONNECTS_PER_SECOND = 10;
    private static final int CLIENTS = 5;
    private static final Duration WARM_UP = FaultTime.ofSeconds(10);
    private static final Duration CALM = FaultTime.ofSeconds(10);
    private static final Duration FAULT = FaultTime.ofSeconds(30);
    private static final Duration BACK_TO_NORMAL = Duration.ofSeconds(5);
    private static final Duration CONNECT_ANSWERED = Duration.ofSeconds(3);
    private static final Duration TO_END = Duration.ofSeconds(10);
    private static final Duration ROWS_GONE = Duration.ofSeconds(45);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Report report = new Report();
    private final List<Reception> receptions = new ArrayList<>();
    private final List<WebSocketClient> clients = new ArrayList<>();

    private enum How {
        THROTTLES,
        HANGS,
        REFUSES_CONNECTIONS,
        ANSWERS_500;

        void begin(FaultyAws table) {
            switch (this) {
                case THROTTLES -> table.all(Fault.THROTTLE);
                case HANGS -> table.all(Fault.HANG);
                case ANSWERS_500 -> table.all(Fault.ERROR);
                case REFUSES_CONNECTIONS -> table.refuseConnections();
            }
        }

        void end(FaultyAws table) {
            if (this == REFUSES_CONNECTIONS) {
                table.takeConnections();
            } else {
                table.all(Fault.NONE);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void losesNothingAndAnswersEverybody(How how) throws Exception {
        try (FaultyStack stack = new FaultyStack(Map.of()).setUp().start().awaitReady()) {
            World world = stack.world();
            FaultyAws table = stack.dynamoDb();
            join(world);
            try (Metronome messages = new Metronome(world, PER_SECOND, "room");
                    Connects connects = new Connects(world, CONNECTS_PER_SECOND, "visited")) {
                FaultTime.pass(WARM_UP);
                int calmRequests = table.requests();
                long calmAt = System.nanoTime();
                FaultTime.pass(CALM);

                double calmRate = perSecond(table.requests() - calmRequests, calmAt);
                long faultAt = System.nanoTime();
                int faultRequests = table.requests();
                how.begin(table);
                FaultTime.pass(FAULT);
                double faultRate = perSecond(table.requests() - faultRequests, faultAt);
                long backAt = System.nanoTime();
                how.end(table);
                await().atMost(PATIENCE).alias("ready").until(stack::isReady);
                double readyAfter = (System.nanoTime() - backAt) / 1e9;
                await().atMost(PATIENCE).alias("lets in").until(() -> connects.lastAnswer() == 101);
                double letsInAfter = (System.nanoTime() - backAt) / 1e9;
                await().atMost(PATIENCE).alias("backlog is done").until(() -> world.undelivered() < PER_SECOND);
                double normalAfter = (System.nanoTime() - backAt) / 1e9;
                FaultTime.pass(CALM);
                connects.stop();
                int sent = messages.stop();

                double calmP99 = p99(calmAt, faultAt);
                double p99 = p99(faultAt, backAt);
                double slowest = connects.slowestMillis(faultAt);
                long doubled = receptions.stream().mapToLong(Reception::doubled).sum();
                report.line("faulty-table")
                        .with("table", how)
                        .with("messages", sent)
                        .with("doubled", doubled)
                        .with("calm_p99_ms", calmP99)
                        .with("p99_ms", p99)
                        .with("connects", connects.answers(faultAt))
                        .with("slowest_connect_ms", slowest)
                        .with("calm_requests_per_s", calmRate)
                        .with("requests_per_s", faultRate)
                        .with("ready_after_s", readyAfter)
                        .with("lets_in_after_s", letsInAfter)
                        .with("normal_after_s", normalAfter)
                        .print();
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(receptions)
                        .allSatisfy(
                                reception -> assertThat(reception.missing(sent)).isEmpty()));
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(world.rows("visited")).isEmpty());
                await().atMost(PATIENCE).until(() -> world.undelivered() == 0);
                assertThat(doubled).isZero();
                assertThat(clients).allMatch(WebSocketClient::isOpen);
                assertThat(p99).isLessThanOrEqualTo(Reception.barOf(calmP99));
                assertThat(connects.answers(faultAt).keySet()).isSubsetOf(101, 503);
                assertThat(slowest).isLessThanOrEqualTo(CONNECT_ANSWERED.toMillis());
                assertThat(faultRate).isLessThanOrEqualTo(2 * calmRate);
                assertThat(normalAfter).isLessThanOrEqualTo(BACK_TO_NORMAL.toSeconds());
                assertThat(world.takeDeadLetters()).isEmpty();
                assertThat(stack.hermes().output()).doesNotContain("\tat ");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsInTimeAndLeavesNoRowThatIsServed(How how) throws Exception {
        try (FaultyStack stack = new FaultyStack(Map.of("HERMES_NOTIFICATIONS_VISIBILITY_SECONDS", "120"))
                .setUp()
                .start()
                .awaitReady()) {
            World world = stack.world();
            join(world);
            try (Metronome messages = new Metronome(world, PER_SECOND, "room");
                    Connects connects = new Connects(world, CONNECTS_PER_SECOND, "visited")) {
                FaultTime.pass(CALM);
                how.begin(stack.dynamoDb());
                FaultTime.pass(FAULT.dividedBy(6));

                long at = System.nanoTime();
                stack.hermes().terminate();
                int exitCode = stack.hermes().exitCode();
                double endedAfter = (System.nanoTime() - at) / 1e9;
                messages.stop();
                connects.stop();
                String output = stack.hermes().output();
                how.end(stack.dynamoDb());
                int left = world.rows("room").size() + world.rows("visited").size();
                stack.start().awaitReady();
                long backAt = System.nanoTime();
                await().atMost(ROWS_GONE).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
                    world.send("{\"room_id\":\"room\",\"data\":1}");
                    world.send("{\"room_id\":\"visited\",\"data\":1}");
                    assertThat(world.allRows()).isEmpty();
                    assertThat(stays(world)).isEmpty();
                });

                report.line("stop-with-faulty-table")
                        .with("table", how)
                        .with("ended_after_s", endedAfter)
                        .with("rows_left", left)
                        .with("rows_gone_after_s", (System.nanoTime() - backAt) / 1e9)
                        .print();
                assertThat(exitCode).isIn(0, 143);
                assertThat(endedAfter).as(output).isLessThanOrEqualTo(TO_END.toSeconds());
                assertThat(output).doesNotContain("\tat ");
            }
        }
    }

    private void join(World world) {
        IntStream.range(0, CLIENTS).forEach(n -> {
            Reception reception = new Reception();
            receptions.add(reception);
            clients.add(world.join("user-" + n, "room", reception));
        });
    }

    /** The rows that say that somebody holds connections of a room. */
    private static List<Map<String, AttributeValue>> stays(World world) {
        return world
                .dynamoDb()
                .scanPaginator(scan -> scan.tableName(world.settings().get("hermes.rooms.table")))
                .items()
                .stream()
                .filter(row -> row.get("part").s().contains("members/"))
                .toList();
    }

    private double p99(long then, long end) {
        return Latencies.of(receptions.stream()
                        .map(reception -> reception.latencies(then, end))
                        .toList())
                .p99();
    }

    private static double perSecond(int count, long since) {
        return count * 1e9 / (System.nanoTime() - since);
    }
}
