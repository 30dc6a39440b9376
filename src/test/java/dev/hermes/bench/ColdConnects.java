package dev.hermes.bench;

import dev.hermes.bench.LocalAws.Guest;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.mindrot.jbcrypt.BCrypt;

/** Clients whose tokens the server has not seen: each costs one BCrypt check, and should cost nothing else. */
final class ColdConnects {

    private static final int CLIENTS = 100;
    private static final int WARM_UP_CLIENTS = 30;
    private static final int CHECKS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int WARM_UP_MESSAGES = 10_000;

    private final Report report;

    ColdConnects(Report report) {
        this.report = report;
    }

    void measure(Hermes hermes, LocalAws aws) throws Exception {
        double check = secondsForACheck();
        List<Guest> guests = IntStream.range(0, WARM_UP_CLIENTS + CLIENTS)
                .mapToObj(i -> new Guest("cold-" + i, "cold"))
                .toList();
        aws.allow(guests, LocalAws.FULL_COST);
        List<String> all =
                guests.stream().map(guest -> aws.path(guest.user(), "cold")).toList();
        List<String> paths = all.subList(WARM_UP_CLIENTS, all.size());
        hermes.prepare("busy");
        BusyRoom busy = new BusyRoom(hermes, "busy");
        busy.cpuPerDelivery(WARM_UP_MESSAGES);
        try (Subscribers first = new Subscribers(hermes, WARM_UP_CLIENTS, all::get, WARM_UP_CLIENTS)) {
            first.awaitOpen(PATIENCE);
        }
        Latencies calm = busy.during(() -> Thread.sleep(10_000));
        double[] seconds = new double[1];
        Latencies meanwhile = busy.during(() -> {
            try (Subscribers cold = new Subscribers(hermes, CLIENTS, paths::get, CLIENTS)) {
                seconds[0] = cold.awaitOpen(PATIENCE);
            }
        });
        busy.close();
        report.line("cold-connects")
                .with("server", hermes.name())
                .with("connections", CLIENTS)
                .with("tokens", "unknown")
                .with("bcrypt_cost", LocalAws.FULL_COST)
                .with("seconds", seconds[0])
                .with("bcrypt_check_ms", check * 1_000)
                .with("share_of_bcrypt_alone", CLIENTS * check / seconds[0])
                .with("busy_room_calm_p50_ms", calm.p50())
                .with("busy_room_calm_p99_ms", calm.p99())
                .with("busy_room_p50_ms", meanwhile.p50())
                .with("busy_room_p99_ms", meanwhile.p99())
                .print();
    }

    private static double secondsForACheck() {
        String hash = BCrypt.hashpw("token", BCrypt.gensalt(LocalAws.FULL_COST));
        BCrypt.checkpw("token", hash);
        long start = System.nanoTime();
        for (int i = 0; i < CHECKS; i++) {
            BCrypt.checkpw("token", hash);
        }
        return (System.nanoTime() - start) / 1e9 / CHECKS;
    }
}
