package dev.hermes.bench;

import dev.hermes.bench.LocalAws.Guest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What many thousands of connections in many rooms cost: memory while they are idle, time when they all come back at once,
 * and what others notice of it.
 */
final class Crowd {

    private static final int ROOMS = 10_000;
    private static final int BUSY_ROOM = 100;
    private static final int MESSAGES_PER_SECOND = 20;
    private static final int WARM_UP = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Report report;
    private final int size;
    private int sent;

    /** @param size how many connections */
    Crowd(Report report, int size) {
        this.report = report;
        this.size = size;
    }

    /** Of a server that lets in anybody. */
    void measure(Bare bare) throws Exception {
        IntFunction<String> paths = client -> bare.path("crowd", client);
        Memory before = warm(bare, paths);
        try (Subscribers crowd = new Subscribers(bare, size, paths, 64)) {
            crowd.awaitOpen(PATIENCE);
            memory(bare, before);
        }
        bare.process().awaitQuiet();
        Publisher publisher = bare.publisher(Bare.LOOPED);
        try (Subscribers busy = Subscribers.of(bare, Bare.LOOPED, BUSY_ROOM)) {
            Tally warm = busy.expect(sent, 10_000);
            publisher.send(sent, 10_000, Publisher.BACK_TO_BACK);
            sent += 10_000;
            warm.await(PATIENCE);
            Latencies calm = whileBusy(busy, publisher, () -> Thread.sleep(10_000));
            storm(bare, paths, busy, publisher, calm);
        }
    }

    /** Of Hermes, each with a token of its own, which was seen before. */
    void measure(Hermes hermes, LocalAws aws) throws Exception {
        List<Guest> guests = IntStream.range(0, size)
                .mapToObj(i -> new Guest("guest-" + i, "crowd-" + i % ROOMS))
                .toList();
        aws.allow(guests, LocalAws.LEAST_COST);
        hermes.prepare("busy");
        List<String> tokens = guests.stream()
                .map(guest -> aws.path(guest.user(), guest.room()))
                .toList();
        Publisher publisher = hermes.publisher("busy");
        try (Subscribers busy = Subscribers.of(hermes, "busy", BUSY_ROOM)) {
            sent = 0;
            cpu(hermes, busy, publisher);
            cpu(hermes, busy, publisher);
            double alone = cpu(hermes, busy, publisher);
            Memory before = warm(hermes, tokens::get);
            try (Subscribers crowd = new Subscribers(hermes, size, tokens::get, 64)) {
                double seconds = crowd.awaitOpen(PATIENCE);
                report.line("first-connects")
                        .with("server", hermes.name())
                        .with("connections", size)
                        .with("seconds", seconds)
                        .print();
                memory(hermes, before);
                double amongMany = cpu(hermes, busy, publisher);
                report.atMost(
                        "growth-cpu-per-delivery-among-" + size + "-in-" + ROOMS + "-rooms", amongMany / alone, 1.25);
            }
            leave(hermes, aws);
            Latencies calm = whileBusy(busy, publisher, () -> Thread.sleep(10_000));
            double[] figures = storm(hermes, tokens::get, busy, publisher, calm);
            report.atMost("storm-seconds", figures[0], 10);
            report.atMost("storm-busy-room-p99-to-calm", figures[1], 3);
        }
    }

    /** @return seconds, and how many times longer than in calm the slowest hundredth of messages to a busy room took */
    private double[] storm(Peer peer, IntFunction<String> paths, Subscribers busy, Publisher publisher, Latencies calm)
            throws Exception {
        double[] seconds = new double[1];
        Subscribers[] storm = new Subscribers[1];
        Latencies meanwhile = whileBusy(busy, publisher, () -> {
            storm[0] = new Subscribers(peer, size, paths, size);
            seconds[0] = storm[0].awaitOpen(PATIENCE);
        });
        storm[0].close();
        report.line("storm")
                .with("server", peer.name())
                .with("connections", size)
                .with("seconds", seconds[0])
                .with("refused", 0)
                .with("busy_room_calm_p50_ms", calm.p50())
                .with("busy_room_calm_p99_ms", calm.p99())
                .with("busy_room_p50_ms", meanwhile.p50())
                .with("busy_room_p99_ms", meanwhile.p99())
                .print();
        return new double[] {seconds[0], meanwhile.p99() / calm.p99()};
    }

    /** All go at once; returns when none of their rows is left. */
    private void leave(Hermes hermes, LocalAws aws) throws InterruptedException {
        long start = System.nanoTime();
        long deadline = start + PATIENCE.toNanos();
        while (aws.rows() > BUSY_ROOM && System.nanoTime() < deadline) {
            Thread.sleep(100);
        }
        report.line("leave")
                .with("server", hermes.name())
                .with("connections", size)
                .with("seconds", (System.nanoTime() - start) / 1e9)
                .print();
        hermes.process().awaitQuiet();
    }

    /** What comes and goes once, so that the server has what it needs for any connection; then what it holds. */
    private Memory warm(Peer peer, IntFunction<String> paths) throws Exception {
        try (Subscribers some = new Subscribers(peer, WARM_UP, paths, 64)) {
            some.awaitOpen(PATIENCE);
        }
        peer.process().awaitQuiet();
        return Memory.of(peer);
    }

    private void memory(Peer peer, Memory before) throws Exception {
        peer.process().awaitQuiet();
        Memory after = Memory.of(peer);
        double heapAndDirect = (double) (after.heap() + after.direct() - before.heap() - before.direct()) / size;
        double resident = (double) (after.resident() - before.resident()) / size;
        report.line("idle")
                .with("server", peer.name())
                .with("connections", size)
                .with("heap_kb", (double) (after.heap() - before.heap()) / size)
                .with("direct_kb", (double) (after.direct() - before.direct()) / size)
                .with("rss_kb", resident)
                .print();
        report.atMost("idle-heap-and-direct-kb-" + peer.name(), heapAndDirect, 5);
        report.atMost("idle-rss-kb-" + peer.name(), resident, 10);
    }

    /** In KB, after a full collection. */
    private record Memory(long heap, long direct, long resident) {

        static Memory of(Peer peer) throws Exception {
            // Twice: what has finalizers or cleaners goes at the second.
            peer.process().liveHeapKb();
            return new Memory(
                    peer.process().liveHeapKb(),
                    peer.process().directKb(),
                    peer.process().residentKb());
        }
    }

    /** Microseconds of CPU for one delivery to the busy room. */
    private double cpu(Hermes hermes, Subscribers busy, Publisher publisher) throws Exception {
        hermes.process().awaitQuiet();
        int messages = 4_000;
        Tally tally = busy.expect(sent, messages);
        double before = hermes.process().cpuSeconds();
        publisher.send(sent, messages, Publisher.BACK_TO_BACK);
        sent += messages;
        tally.await(PATIENCE);
        double micros = (hermes.process().cpuSeconds() - before) * 1e6 / tally.received();
        report.line("growth")
                .with("server", hermes.name())
                .with("room", BUSY_ROOM)
                .with("us_cpu_per_delivery", micros)
                .print();
        return micros;
    }

    /** Something that takes a while. */
    private interface Work {
        void run() throws Exception;
    }

    /** How long messages to the busy room take while {@code work} goes on. */
    private Latencies whileBusy(Subscribers busy, Publisher publisher, Work work) throws Exception {
        Tally tally = busy.expect(sent, 100_000);
        AtomicBoolean over = new AtomicBoolean();
        int first = sent;
        Thread sender = new Thread(() -> {
            long start = System.nanoTime();
            try {
                while (!over.get()) {
                    Publisher.pace(start, sent - first, MESSAGES_PER_SECOND);
                    publisher.send(sent, 1, Publisher.BACK_TO_BACK);
                    sent++;
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        sender.start();
        work.run();
        over.set(true);
        sender.join();
        tally.only(sent - first).await(PATIENCE);
        return tally.each();
    }
}
