package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.bench.Report;
import dev.hermes.dev.Crowd;
import dev.hermes.dev.FaultTime;
import dev.hermes.dev.FaultyStack;
import dev.hermes.dev.Flood;
import dev.hermes.dev.Metrics;
import dev.hermes.dev.Metronome;
import dev.hermes.dev.Reception;
import dev.hermes.dev.WebSocketClient;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One client does too much of something: others are served as before, memory stays bounded, and a metric shows it. */
@Tag("chaos")
class FloodChaosIT {

    private static final int PER_SECOND = 50;
    private static final int MOST_SOCKETS_OF_USER = 4_000;
    private static final int SOCKETS = 5_000;
    private static final int REFUSED_HANDSHAKES = 10_000;
    private static final int HALF_HANDSHAKES = 500;
    private static final int PINGING_CLIENTS = 20;
    private static final int MESSAGES_PER_SECOND = 20_000;
    private static final Duration WARM_UP = FaultTime.ofSeconds(10);
    private static final Duration CALM = FaultTime.ofSeconds(10);
    private static final Duration FLOOD = FaultTime.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Each of the many sockets takes about 5 KB. */
    private static final long MOST_HEAP_GROWTH_KB = 64 * 1024;

    private static final long MOST_RESIDENT_KB = 800 * 1024;

    private final Report report = new Report();
    private final Reception reception = new Reception();
    private FaultyStack stack;
    private Metrics metrics;
    private WebSocketClient client;

    /** What a client does to the server; returns when it has done it. */
    private interface Act {
        void run() throws Exception;
    }

    @BeforeEach
    void start() throws Exception {
        stack = new FaultyStack(Map.of(
                        "JAVA_TOOL_OPTIONS",
                        "-Xmx256m",
                        "HERMES_GATEWAY_MAX_SOCKETS_PER_USER",
                        Integer.toString(MOST_SOCKETS_OF_USER)))
                .setUp()
                .start()
                .awaitReady();
        metrics = new Metrics(stack.world().settings());
        client = stack.world().join("ada", "room", reception);
    }

    @AfterEach
    void stop() throws Exception {
        stack.close();
    }

    @Test
    void closesThoseWhoPingAndNeverRead() throws Exception {
        try (Flood flood = new Flood()) {
            survive("pings-never-read", () -> {
                for (int n = 0; n < PINGING_CLIENTS; n++) {
                    flood.pingWithoutReading(uri("pinging"));
                }
                FaultTime.pass(FLOOD);
            });
        }

        assertThat(metrics.sum("hermes_sockets_closed_total", "code=\"1013\"")).isEqualTo(PINGING_CLIENTS);
    }

    @Test
    void refusesMessagesOverTheLimitAndClosesTheSender() throws Exception {
        try (Flood flood = new Flood()) {
            survive("messages-of-one-client", () -> {
                flood.sendMessages(uri("talkative"), MESSAGES_PER_SECOND);
                FaultTime.pass(FLOOD);
                await().atMost(PATIENCE).until(() -> metrics.sum("hermes_sockets_closed_total", "code=\"1008\"") > 0);
            });
        }

        assertThat(metrics.sum("hermes_messages_refused_total")).isPositive();
    }

    @Test
    void keepsNothingOfHandshakesRefusedOnOneConnection() throws Exception {
        URI refused = stack.world().withToken("garbage");

        survive("refused-handshakes", () -> assertThat(Flood.askAgainAndAgain(refused, REFUSED_HANDSHAKES))
                .isEqualTo(REFUSED_HANDSHAKES));

        assertThat(metrics.sum("hermes_handshakes_refused_total", "reason=\"unauthorized\""))
                .isGreaterThanOrEqualTo(REFUSED_HANDSHAKES);
    }

    @Test
    void cutsOffThoseWhoNeverEndTheirHandshake() throws Exception {
        try (Flood flood = new Flood()) {
            survive("half-handshakes", () -> {
                for (int n = 0; n < HALF_HANDSHAKES; n++) {
                    flood.askByHalf(stack.world().gateway("/dev"));
                }
                FaultTime.pass(FLOOD);
            });
        }

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(metrics.sum("hermes_handshakes_refused_total", "reason=\"deadline\""))
                        .isEqualTo(HALF_HANDSHAKES));
    }

    @Test
    void boundsTheSocketsOfOneToken() throws Exception {
        try (Crowd crowd = new Crowd()) {
            survive("sockets-of-one-token", () -> {
                crowd.come(Collections.nCopies(SOCKETS, uri("many"))).join();
                report.line("sockets-of-one-token")
                        .with("answers", crowd.answers())
                        .print();
                FaultTime.pass(FLOOD);
            });

            // On a slow machine some handshakes are not answered within their deadline: 503.
            assertThat(crowd.answers().keySet()).isSubsetOf(101, 429, 503);
            assertThat(crowd.answers().get(101)).isPositive().isLessThanOrEqualTo(MOST_SOCKETS_OF_USER);
            assertThat(crowd.open()).isEqualTo(crowd.answers().get(101));
            assertThat(metrics.sum("hermes_handshakes_refused_total", "reason=\"too-many-sockets-of-user\""))
                    .isEqualTo(crowd.answers().getOrDefault(429, 0).doubleValue());
        }
    }

    private URI uri(String user) {
        return stack.world().withToken(stack.world().token(user, "elsewhere"));
    }

    private void survive(String what, Act act) throws Exception {
        try (Metronome messages = new Metronome(stack.world(), PER_SECOND, "room")) {
            FaultTime.pass(WARM_UP);
            long calmHeap = stack.hermes().memory().liveHeapKb();
            long calm = System.nanoTime();
            FaultTime.pass(CALM);
            long flooded = System.nanoTime();
            act.run();
            long end = System.nanoTime();
            int sent = messages.stop();
            long heap = stack.hermes().memory().liveHeapKb();
            long resident = stack.hermes().memory().residentKb();

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(reception.missing(sent)).isEmpty());
            double calmP99 = reception.latencies(calm, flooded).p99();
            double p99 = reception.latencies(flooded, end).p99();
            report.line("flood")
                    .with("of", what)
                    .with("calm_p99_ms", calmP99)
                    .with("p99_ms", p99)
                    .with("calm_live_heap_kb", calmHeap)
                    .with("live_heap_kb", heap)
                    .with("resident_kb", resident)
                    .print();
            assertThat(reception.doubled()).isZero();
            assertThat(client.isOpen()).isTrue();
            assertThat(p99).isLessThanOrEqualTo(Reception.barOf(calmP99));
            assertThat(heap - calmHeap).isLessThan(MOST_HEAP_GROWTH_KB);
            assertThat(resident).isLessThan(MOST_RESIDENT_KB);
            assertThat(stack.hermes().output()).doesNotContain("\tat ", "OutOfMemory");
        }
    }
}
