package dev.hermes.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.audience.CarrierFailure.Kind;
import dev.hermes.audience.Lanes.Way;
import dev.hermes.audience.Recipients.Gateway;
import dev.hermes.dev.RecordedTrace;
import dev.hermes.dev.SettableClock;
import dev.hermes.notification.Aim;
import dev.hermes.notification.Notification;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LanesTest {

    private static final Notification NOTIFICATION = new Notification("lobby", "{\"data\":1}");

    private final CamelContext camel = new DefaultCamelContext();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-08T12:00:00Z"));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Map<String, FakeCarrier> holders = new ConcurrentHashMap<>();
    private volatile List<Recipients> foundAgain = List.of();
    private SharedLookUps lookUps;
    private Lanes lanes;

    @BeforeEach
    void start() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:look").process(question -> question.setVariable("found", foundAgain));
            }
        });
        camel.start();
        lookUps = new SharedLookUps(camel, "direct:look", "found", rooms -> Map.of(), threads);
        Way way = new Way(
                LaneLimits.of(8, 64), found -> holders.computeIfAbsent(found.holder(), any -> new FakeCarrier()));
        lanes = new Lanes(
                Map.of(Gateway.NODE, way, Gateway.OLD_NODE, way, Gateway.API_GATEWAY, way),
                lookUps,
                threads,
                clock::nanos,
                meters);
    }

    @AfterEach
    void stop() {
        lanes.close();
        lookUps.close();
        camel.stop();
        threads.shutdownNow();
    }

    @Test
    void haveOneForEachHolderWithALineForEachRoom() {
        Delivery delivery = new Delivery(NOTIFICATION);

        CompletableFuture<?> first = lanes.hand(node("n-2"), delivery);
        lanes.hand(node("n-3"), delivery);

        assertThat(holders.get("n-2").lines()).containsExactly("lobby");
        assertThat(holders.get("n-3").lines()).containsExactly("lobby");
        assertThat(gauge("hermes.lanes")).isEqualTo(2);
        assertThat(gauge("hermes.lanes.waiting")).isEqualTo(2);
        assertThat(gauge("hermes.lanes.waiting.characters"))
                .isEqualTo(2 * NOTIFICATION.frame().length());
        assertThat(first).isNotDone();
        holders.get("n-2").last().succeed();
        assertThat(first).isCompleted();
    }

    @Test
    void tellTheTraceWhatBecameOfANotificationAtEachHolder() {
        RecordedTrace trace = new RecordedTrace();
        Delivery delivery =
                new Delivery(new Notification("m-1", "lobby", "{}", Aim.EVERYBODY, Notification.BY_NO_QUEUE, 0, trace));
        CompletableFuture<?> gateway = lanes.hand(
                new Recipients(Gateway.API_GATEWAY, "https://api/dev", "https://api/dev", List.of("c-1", "c-2", "c-3")),
                delivery);
        CompletableFuture<?> node = lanes.hand(node("n-2"), delivery);

        holders.get("https://api/dev").requests.get(0).succeed();
        holders.get("https://api/dev").requests.get(1).succeed();
        assertThat(trace.lines()).isEmpty();
        holders.get("https://api/dev").requests.get(2).fail(Kind.REFUSED);
        holders.get("n-2").last().succeed();

        assertThat(List.of(gateway, node))
                .allSatisfy(handed -> assertThat(handed).isCompleted());
        assertThat(trace.lines())
                .containsExactlyInAnyOrder(
                        "node https://api/dev taken 2",
                        "node https://api/dev dropped 1",
                        "node http://n-2/dev taken 1");
    }

    @Test
    void haveALineForEachConnectionAtAGateway() {
        CompletableFuture<?> handed = lanes.hand(
                new Recipients(Gateway.API_GATEWAY, "https://api/dev", "https://api/dev", List.of("c-1", "c-2")),
                new Delivery(NOTIFICATION));
        FakeCarrier gateway = holders.get("https://api/dev");

        assertThat(gateway.lines()).containsExactly("c-1", "c-2");
        assertThat(gateway.last().pushes()).singleElement().satisfies(push -> assertThat(push.connectionIds())
                .containsExactly("c-2"));
        gateway.requests.get(0).succeed();
        assertThat(handed).isNotDone();
        gateway.requests.get(1).succeed();
        assertThat(handed).isCompleted();
    }

    @Test
    void wordTheNumberOnlyForConnectionsAtAGatewayThatGetNumbers() {
        Delivery delivery = new Delivery(NOTIFICATION.withNumber(7));
        lanes.hand(new Recipients(Gateway.API_GATEWAY, "https://api/dev", "https://api/dev", List.of("c-1")), delivery);
        lanes.hand(
                new Recipients(Gateway.API_GATEWAY, "https://api/dev", "https://api/dev", List.of("c-2"), true),
                delivery);
        lanes.hand(node("n-2"), delivery);

        FakeCarrier gateway = holders.get("https://api/dev");
        assertThat(gateway.requests.get(0).frames()).containsExactly("{\"data\":1}");
        assertThat(gateway.requests.get(1).frames()).containsExactly("{\"data\":1,\"seq\":7}");
        assertThat(holders.get("n-2").last().frames()).containsExactly("{\"data\":1}");
    }

    @Test
    void lookTheRoomUpOnceMoreWhereAProcessDoesNotAnswer() {
        foundAgain = List.of(node("n-2"), node("n-3"));
        Delivery delivery = new Delivery(NOTIFICATION);
        lanes.hand(node("n-2"), delivery);

        holders.get("n-2").last().fail(Kind.REPLACED);

        await().until(() -> holders.containsKey("n-3"));
        assertThat(holders.get("n-3").last().frames()).containsExactly(NOTIFICATION.frame());
        assertThat(holders.get("n-2").requests).hasSize(1);
        assertThat(gauge("hermes.lanes.unavailable")).isEqualTo(1);
        holders.get("n-3").last().fail(Kind.REPLACED);
        assertThat(delivery.isFirstTrouble()).isFalse();
    }

    @Test
    void endWithTheProcess() {
        CompletableFuture<?> handed = lanes.hand(node("n-2"), new Delivery(NOTIFICATION));
        holders.get("n-2").last().fail(Kind.REPLACED);

        lanes.end("n-2");
        lanes.end("n-9");

        assertThat(handed).isCompleted();
        assertThat(gauge("hermes.lanes")).isZero();
        assertThat(gauge("hermes.lanes.unavailable")).isZero();
        assertThat(meters.get("hermes.lane.dropped")
                        .tags("holder", "node", "reason", "ended")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void endOnceNothingWaitsForAHolderThatStaysUnavailable() {
        lanes.hand(node("n-2"), new Delivery(NOTIFICATION));
        holders.get("n-2").last().fail(Kind.REPLACED);

        clock.add(Duration.ofSeconds(29));
        assertThat(gauge("hermes.lanes")).isEqualTo(1);
        clock.add(Duration.ofSeconds(2));

        await().untilAsserted(() -> assertThat(gauge("hermes.lanes")).isZero());
        assertThat(meters.get("hermes.lane.dropped")
                        .tags("holder", "node", "reason", "expired")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private double gauge(String name) {
        return meters.get(name).tag("holder", "node").gauge().value();
    }

    private static Recipients node(String id) {
        return new Recipients(Gateway.NODE, id, "http://" + id + "/dev", List.of());
    }
}
