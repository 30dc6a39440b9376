package dev.hermes.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a delivery costs a warm server at the pace of people, when no messages can be joined. */
final class Paced {

    static final List<Integer> SIZES = List.of(10, 100, 1_000);

    static final int WARM_UP_ROOMS = 1_000;

    private static final List<Integer> PACES = List.of(20, 50);

    private final Report report;
    private final List<Peer> peers;
    private final int rounds;
    private final int seconds;
    private final Map<String, Map<Integer, Double>> micros = new HashMap<>();

    /** @param seconds how long each measurement takes */
    Paced(Report report, List<Peer> peers, int rounds, int seconds) {
        this.report = report;
        this.peers = peers;
        this.rounds = rounds;
        this.seconds = seconds;
    }

    /** Microseconds of CPU for a delivery at the lower pace, by server and size of the room. */
    Map<String, Map<Integer, Double>> micros() {
        return micros;
    }

    /**
     * All servers in turns, after a warm-up of {@code messages} to each: half of them to rooms of one, for which Hermes
     * makes the requests that it makes at a pace.
     */
    void measure(int messages) throws Exception {
        for (Peer peer : peers) {
            try (Traffic traffic = Traffic.inRoomsOfOne(peer, LocalAws.MANY_ROOMS, WARM_UP_ROOMS)) {
                traffic.send(messages / 2, Publisher.BACK_TO_BACK);
            }
            try (Traffic traffic = Traffic.inOneRoom(peer, LocalAws.room(100), 100)) {
                traffic.send(messages / 2, Publisher.BACK_TO_BACK);
            }
        }
        for (int size : SIZES) {
            for (int pace : PACES) {
                measure(size, pace);
            }
        }
    }

    private void measure(int size, int pace) throws Exception {
        Figures figures = new Figures("paced-" + size + "-at-" + pace);
        for (int round = 1; round <= rounds; round++) {
            for (Peer peer : peers) {
                figures.add(peer.name(), round(peer, size, pace));
            }
        }
        figures.printMedians(report, "us_cpu_per_delivery");
        figures.atMost(report, "nchan", 1.0);
        figures.atMost(report, "socket.io", 1.0);
        if (pace == PACES.get(0)) {
            figures.collectMedians(micros, size);
        }
    }

    private double round(Peer peer, int size, int pace) throws Exception {
        try (Traffic traffic = Traffic.inOneRoom(peer, LocalAws.room(size), size)) {
            peer.process().awaitQuiet();
            Traffic.Cost cost = traffic.send(seconds * pace, pace);
            report.line("paced")
                    .with("server", peer.name())
                    .with("room", size)
                    .with("messages_per_s", pace)
                    .with("us_cpu_per_delivery", cost.micros())
                    .with("p50_ms", cost.latencies().p50())
                    .with("p99_ms", cost.latencies().p99())
                    .print();
            return cost.micros();
        }
    }
}
