package dev.hermes.bench;

import dev.hermes.bench.LocalAws.Guest;
import dev.hermes.dev.Crowd;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Thousands of clients at once whose tokens the server has not seen. BCrypt would take minutes for all of them, so most are
 * asked to come again later; what counts is what those who are in notice of it.
 */
final class Strangers {

    private static final int CLIENTS = 5_000;
    private static final int WARM_UP_MESSAGES = 10_000;
    private static final Duration CALM = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Report report;

    Strangers(Report report) {
        this.report = report;
    }

    void measure(Hermes hermes, LocalAws aws) throws Exception {
        List<Guest> guests = IntStream.range(0, CLIENTS)
                .mapToObj(i -> new Guest("stranger-" + i, "strange"))
                .toList();
        aws.keepOneHash(guests, LocalAws.FULL_COST);
        String server = "ws://127.0.0.1:" + hermes.address().getPort();
        List<URI> uris = guests.stream()
                .map(guest -> URI.create(server + aws.path(guest.user(), guest.room())))
                .toList();
        hermes.prepare("busy");
        try (BusyRoom busy = new BusyRoom(hermes, "busy");
                Crowd crowd = new Crowd()) {
            busy.cpuPerDelivery(WARM_UP_MESSAGES);
            Latencies calm = busy.during(() -> Thread.sleep(CALM.toMillis()));
            double[] seconds = new double[1];
            Latencies meanwhile = busy.during(() -> {
                long start = System.nanoTime();
                crowd.come(uris).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                seconds[0] = (System.nanoTime() - start) / 1e9;
            });
            report.line("strangers")
                    .with("server", hermes.name())
                    .with("connections", CLIENTS)
                    .with("tokens", "unknown")
                    .with("bcrypt_cost", LocalAws.FULL_COST)
                    .with("answers", crowd.answers())
                    .with("seconds_until_all_are_answered", seconds[0])
                    .with("busy_room_calm_p50_ms", calm.p50())
                    .with("busy_room_calm_p99_ms", calm.p99())
                    .with("busy_room_p50_ms", meanwhile.p50())
                    .with("busy_room_p99_ms", meanwhile.p99())
                    .print();
        }
    }
}
