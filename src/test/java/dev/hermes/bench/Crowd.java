package dev.hermes.bench;

import dev.hermes.bench.LocalAws.Guest;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What many thousands of connections in many rooms cost: memory while they are idle, time when they all come back at once,
 * and what others notice of it.
 */
final class Crowd {

    private static final int ROOMS = 10_000;
    private static final int FEW_AT_A_TIME = 64;
    private static final int WARM_UP_CONNECTIONS = 1_000;
    private static final int WARM_UP_MESSAGES = 10_000;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Report report;
    private final int size;

    /** @param size how many connections */
    Crowd(Report report, int size) {
        this.report = report;
        this.size = size;
    }

    /** Of a server that lets in anybody. */
    void measure(Bare bare) throws Exception {
        List<String> paths = Collections.nCopies(size, bare.path("crowd", 0));
        try (BusyRoom busy = new BusyRoom(bare, Bare.LOOPED);
                CrowdClients crowd = new CrowdClients(bare, paths)) {
            busy.cpuPerDelivery(WARM_UP_MESSAGES);
            Memory before = warm(bare, paths);
            crowd.open(FEW_AT_A_TIME);
            memory(bare, before);
            crowd.leave();
            storm(bare, "unchecked", crowd, busy);
        }
    }

    /** Of Hermes, each with a token of its own, which was seen before. */
    void measure(Hermes hermes, LocalAws aws) throws Exception {
        List<Guest> guests = IntStream.range(0, size)
                .mapToObj(i -> new Guest("guest-" + i, "crowd-" + i % ROOMS))
                .toList();
        aws.allow(guests, LocalAws.LEAST_COST);
        hermes.prepare("busy");
        List<String> paths = guests.stream()
                .map(guest -> aws.path(guest.user(), guest.room()))
                .toList();
        try (BusyRoom busy = new BusyRoom(hermes, "busy");
                CrowdClients crowd = new CrowdClients(hermes, paths)) {
            busy.cpuPerDelivery(WARM_UP_MESSAGES);
            double alone = busy.cpuPerDelivery(WARM_UP_MESSAGES);
            Memory before = warm(hermes, paths);
            report.line("first-connects")
                    .with("server", hermes.name())
                    .with("connections", size)
                    .with("tokens", "unknown")
                    .with("bcrypt_cost", LocalAws.LEAST_COST)
                    .with("seconds", crowd.open(FEW_AT_A_TIME))
                    .print();
            memory(hermes, before);
            growth(alone, busy.cpuPerDelivery(WARM_UP_MESSAGES));
            long leaving = System.nanoTime();
            crowd.leave();
            awaitNoRows(hermes, aws, leaving);
            storm(hermes, "known_at_bcrypt_cost_" + LocalAws.LEAST_COST, crowd, busy);
        }
    }

    private void growth(double alone, double amongMany) {
        report.line("growth")
                .with("server", "hermes")
                .with("room", BusyRoom.SIZE)
                .with("us_cpu_per_delivery_alone", alone)
                .with("us_cpu_per_delivery_among_many", amongMany)
                .with("others", size)
                .with("other_rooms", Math.min(size, ROOMS))
                .print();
        report.atMost("growth-among-many-to-alone", amongMany / alone, 1.2);
    }

    /** All come at once. @param tokens what the server knows of their tokens */
    private void storm(Peer peer, String tokens, CrowdClients crowd, BusyRoom busy) throws Exception {
        peer.process().awaitQuiet();
        Latencies calm = busy.during(() -> Thread.sleep(10_000));
        double[] seconds = new double[1];
        Latencies meanwhile = busy.during(() -> seconds[0] = crowd.open(size));
        report.line("storm")
                .with("server", peer.name())
                .with("connections", size)
                .with("tokens", tokens)
                .with("refused", 0)
                .with("seconds", seconds[0])
                .with("busy_room_calm_p50_ms", calm.p50())
                .with("busy_room_calm_p99_ms", calm.p99())
                .with("busy_room_p50_ms", meanwhile.p50())
                .with("busy_room_p99_ms", meanwhile.p99())
                .print();
        report.atMost("storm-seconds-" + peer.name(), seconds[0], 10);
        report.atMost("storm-busy-room-p99-to-calm-" + peer.name(), meanwhile.p99() / calm.p99(), 3);
    }

    private void awaitNoRows(Hermes hermes, LocalAws aws, long start) throws InterruptedException {
        long deadline = start + PATIENCE.toNanos();
        while (aws.rows(hermes.address().getPort()) > BusyRoom.SIZE && System.nanoTime() < deadline) {
            Thread.sleep(100);
        }
        report.line("leave")
                .with("server", hermes.name())
                .with("connections", size)
                .with("seconds_until_no_row_is_left", (System.nanoTime() - start) / 1e9)
                .print();
    }

    /** Some come and go, so that the server has what it needs for any connection; then what it holds. */
    private Memory warm(Peer peer, List<String> paths) throws Exception {
        try (Subscribers some = new Subscribers(peer, WARM_UP_CONNECTIONS, paths::get, FEW_AT_A_TIME)) {
            some.awaitOpen(PATIENCE);
        }
        return Memory.of(peer);
    }

    private void memory(Peer peer, Memory before) throws Exception {
        Memory after = Memory.of(peer);
        double heap = (double) (after.heap() - before.heap()) / size;
        double direct = (double) (after.direct() - before.direct()) / size;
        double resident = (double) (after.resident() - before.resident()) / size;
        report.line("idle")
                .with("server", peer.name())
                .with("connections", size)
                .with("heap_kb", heap)
                .with("direct_kb", direct)
                .with("rss_kb", resident)
                .print();
        report.atMost("idle-heap-and-direct-kb-" + peer.name(), heap + direct, 5);
        report.atMost("idle-rss-kb-" + peer.name(), resident, 10);
    }

    /** In KB, after a full collection. */
    private record Memory(long heap, long direct, long resident) {

        static Memory of(Peer peer) throws Exception {
            peer.process().awaitQuiet();
            // Twice: what has cleaners goes at the second.
            peer.process().liveHeapKb();
            return new Memory(
                    peer.process().liveHeapKb(),
                    peer.process().directKb(),
                    peer.process().residentKb());
        }
    }
}
