package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.bench.Report;
import dev.hermes.dev.ApiGatewayStandIn;
import dev.hermes.dev.Cable;
import dev.hermes.dev.DevStack;
import dev.hermes.dev.FaultTime;
import dev.hermes.dev.FreePort;
import dev.hermes.dev.Metrics;
import dev.hermes.dev.Metronome;
import dev.hermes.dev.OtherNode;
import dev.hermes.dev.Reception;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One of three holders of a busy room hangs: nobody else notices, and its clients miss nothing. */
@Tag("chaos")
class HangingHolderChaosIT {

    private static final int PER_SECOND = 50;
    private static final int PER_SECOND_ELSEWHERE = 10;
    private static final Duration WARM_UP = FaultTime.ofSeconds(20);
    private static final Duration CALM = FaultTime.ofSeconds(10);
    private static final Duration FAULT = FaultTime.ofSeconds(20);
    private static final Duration CAUGHT_UP = Duration.ofSeconds(2);
    private static final Duration BACK_AT_WORK = Duration.ofSeconds(2);

    private static final Duration ON_THEIR_WAY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Report report = new Report();
    private final Map<String, Reception> receptions = new LinkedHashMap<>();

    @TempDir
    private Path folder;

    private enum Hangs {
        STOPPED_NODE("node"),
        SWALLOWED_NODE("node"),
        API_GATEWAY("gateway");

        private final String holder;

        Hangs(String holder) {
            this.holder = holder;
        }
    }

    @ParameterizedTest
    @EnumSource
    void delaysNobodyElseAndCatchesUp(Hangs hangs) throws Exception {
        int behindCable = FreePort.find();
        int cableEnd = FreePort.find();
        try (ApiGatewayStandIn gateway = new ApiGatewayStandIn(Duration.ofMillis(1));
                Cable cable = new Cable(cableEnd, behindCable);
                DevStack stack = Stacks.start(Path.of(""), Map.of("HERMES_APIGATEWAY_ENDPOINT", gateway.endpoint()));
                OtherNode other = new OtherNode(
                        stack,
                        folder,
                        Map.of(
                                "HERMES_GATEWAY_PORT",
                                Integer.toString(behindCable),
                                "HERMES_NODE_ENDPOINT",
                                "http://127.0.0.1:" + cableEnd + "/dev"));
                World world = new World(stack)) {
            List<WebSocketClient> clients = List.of(
                    world.join("ada", "shared", of("own shared")),
                    world.join("eve", "quiet", of("own quiet")),
                    other.world().join("bob", "shared", of("node shared")),
                    other.world().join("kim", "apart", of("node apart")));
            for (String room : List.of("shared", "apart")) {
                gateway.listen(room + "=", of("gateway " + room));
                world.plantRow(room + "=", room, "gus");
            }
            Metrics metrics = new Metrics(stack.settings());
            try (Metronome shared = new Metronome(world, PER_SECOND, "shared");
                    Metronome elsewhere = new Metronome(world, PER_SECOND_ELSEWHERE, "quiet", "apart")) {
                FaultTime.pass(WARM_UP);
                long calm = System.nanoTime();
                FaultTime.pass(CALM);

                long hung = System.nanoTime();
                switch (hangs) {
                    case STOPPED_NODE -> other.process().signal("STOP");
                    case SWALLOWED_NODE -> cable.hold();
                    case API_GATEWAY -> gateway.hold();
                }
                FaultTime.pass(FAULT);
                int undelivered = world.undelivered();
                double unavailable = metrics.sum("hermes_lanes_unavailable", "holder=\"" + hangs.holder + "\"");
                long back = System.nanoTime();
                switch (hangs) {
                    case STOPPED_NODE -> other.process().signal("CONT");
                    case SWALLOWED_NODE -> cable.release();
                    case API_GATEWAY -> gateway.release();
                }
                FaultTime.pass(CALM);
                int toShared = shared.stop();
                int toOthers = elsewhere.stop();

                receptions.forEach(
                        (who, reception) -> await().alias(who).atMost(PATIENCE).untilAsserted(() -> assertThat(
                                        reception.missing(who.endsWith("shared") ? toShared : toOthers))
                                .as(who)
                                .isEmpty()));
                report(hangs, calm, hung, back, undelivered);
                assertHeld(hangs, calm, hung, back);
                assertThat(unavailable).isEqualTo(1);
                assertThat(undelivered).isLessThan(3 * PER_SECOND);
            }
            assertThat(clients).allMatch(WebSocketClient::isOpen);
            assertThat(world.takeDeadLetters()).isEmpty();
            receptions.forEach((who, reception) -> {
                if (!who.startsWith("gateway")) {
                    assertThat(reception.doubled()).as(who).isZero();
                }
            });
        }
    }

    private Reception of(String who) {
        return receptions.computeIfAbsent(who, any -> new Reception());
    }

    private void report(Hangs hangs, long calm, long hung, long back, int undelivered) {
        receptions.forEach((who, reception) -> report.line("hanging-holder")
                .with("hangs", hangs)
                .with("holder_and_room", who)
                .with("calm_p99_ms", calmP99(reception, calm, hung))
                .with("p99_ms", reception.latencies(hung, back).p99())
                .with("first_after_ms", reception.millisUntilFirst(hung, back))
                .with("caught_up_ms", reception.millisBehind(hung, back))
                .with("doubled", reception.doubled())
                .with("undelivered", undelivered)
                .print());
    }

    private void assertHeld(Hangs hangs, long calm, long hung, long back) {
        receptions.forEach((who, reception) -> {
            if (who.startsWith(hangs.holder)) {
                assertThat(reception.millisUntilFirst(hung, back)).as(who).isLessThan(BACK_AT_WORK.toMillis());
                assertThat(reception.millisBehind(hung, back)).as(who).isLessThan(CAUGHT_UP.toMillis());
            } else {
                assertThat(reception.latencies(hung, back).p99())
                        .as(who)
                        .isLessThanOrEqualTo(Reception.barOf(calmP99(reception, calm, hung)));
            }
        });
    }

    /** Without the last messages before the fault: it catches some of them on their way. */
    private static double calmP99(Reception reception, long calm, long hung) {
        return reception.latencies(calm, hung - ON_THEIR_WAY.toNanos()).p99();
    }
}
