package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.bench.Report;
import dev.hermes.dev.Connects;
import dev.hermes.dev.Crowd;
import dev.hermes.dev.FaultTime;
import dev.hermes.dev.FaultyStack;
import dev.hermes.dev.Metrics;
import dev.hermes.dev.Metronome;
import dev.hermes.dev.Reception;
import dev.hermes.dev.WebSocketClient;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Thousands of clients come at once whose tokens were never checked before: those who are known notice little. */
@Tag("chaos")
class UnknownClientsChaosIT {

    private static final int STRANGERS = 5_000;
    private static final int COST = 10;
    /** As many as may wait for BCrypt; all others are refused as they arrive. */
    private static final int MOST_WAITING = 1_000;

    private static final int MOST_CHECKED_MEANWHILE = 100;
    private static final int PER_SECOND = 50;
    private static final int CONNECTS_PER_SECOND = 10;
    private static final Duration WARM_UP = FaultTime.ofSeconds(15);
    private static final Duration CALM = FaultTime.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final double MOST_TO_CALM = 3;
    private static final double SLOWEST_BAR_MILLIS = 100;

    private final Report report = new Report();

    @Test
    void standsInNobodysWay() throws Exception {
        Reception reception = new Reception();
        try (FaultyStack stack = new FaultyStack(Map.of()).setUp().start().awaitReady();
                Crowd crowd = new Crowd()) {
            List<URI> strangers = stack.world().strangers(STRANGERS, COST, "strange").stream()
                    .map(stack.world()::withToken)
                    .toList();
            WebSocketClient client = stack.world().join("ada", "room", reception);
            Metrics metrics = new Metrics(stack.world().settings());
            try (Metronome messages = new Metronome(stack.world(), PER_SECOND, "room");
                    Connects known = new Connects(stack.world(), CONNECTS_PER_SECOND, "known")) {
                FaultTime.pass(WARM_UP);
                long calm = System.nanoTime();
                FaultTime.pass(CALM);
                long came = System.nanoTime();

                CompletableFuture<Void> all = crowd.come(strangers);
                await().atMost(PATIENCE)
                        .until(() -> answered(crowd) > STRANGERS - MOST_WAITING - MOST_CHECKED_MEANWHILE);
                long waiting = System.nanoTime();
                all.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                long answered = System.nanoTime();
                known.stop();
                int sent = messages.stop();

                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(reception.missing(sent)).isEmpty());
                double calmMessages = reception.latencies(calm, came).p99();
                double messagesP99 = reception.latencies(waiting, answered).p99();
                double calmConnects = known.latencies(calm, came).p99();
                double connectsP99 = known.latencies(waiting, answered).p99();
                report.line("unknown-clients")
                        .with("strangers", STRANGERS)
                        .with("answers", crowd.answers())
                        .with("seconds", (answered - came) / 1e9)
                        .with("known_answers", known.answers(came))
                        .with("calm_message_p99_ms", calmMessages)
                        .with("message_p99_ms", messagesP99)
                        .with("calm_handshake_p99_ms", calmConnects)
                        .with("arrival_s", (waiting - came) / 1e9)
                        .with(
                                "arrival_message_p99_ms",
                                reception.latencies(came, waiting).p99())
                        .with(
                                "arrival_handshake_p99_ms",
                                known.latencies(came, waiting).p99())
                        .with("handshake_p99_ms", connectsP99)
                        .with("bcrypt_checks", metrics.sum("hermes_bcrypt_checks_seconds_count"))
                        .with("bcrypt_refused", metrics.sum("hermes_bcrypt_refused_total"))
                        .with("bcrypt_abandoned", metrics.sum("hermes_bcrypt_abandoned_total"))
                        .with("refused_too_slow", metrics.sum("hermes_handshakes_refused_total", "reason=\"too-slow\""))
                        .print();
                assertThat(crowd.answers().keySet()).isSubsetOf(101, 403, 503);
                assertThat(known.answers(calm).keySet()).containsExactly(101);
                assertThat(reception.doubled()).isZero();
                assertThat(client.isOpen()).isTrue();
                assertThat(messagesP99).isLessThanOrEqualTo(Math.max(SLOWEST_BAR_MILLIS, MOST_TO_CALM * calmMessages));
                assertThat(connectsP99).isLessThanOrEqualTo(Math.max(SLOWEST_BAR_MILLIS, MOST_TO_CALM * calmConnects));
            }
        }
    }

    private static int answered(Crowd crowd) {
        return crowd.answers().values().stream().mapToInt(Integer::intValue).sum();
    }
}
