package dev.hermes.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the first messages cost a server that has just started: a process of its own for each measurement. */
final class Cold {

    private static final int ROOMS = 1_000;
    private static final int ROOMS_MESSAGES = 3_000;
    private static final double ROOMS_PACE = 200;
    static final List<Integer> SIZES = List.of(10, 100, 1_000);
    private static final int ROOM_MESSAGES = 5_000;
    /** Else a large room would take minutes. */
    private static final int MOST_DELIVERIES = 1_000_000;

    private static final int JUDGED_SIZE = 100;

    private final Report report;
    private final List<Start> starts;
    private final int rounds;
    private final Map<String, Map<Integer, Double>> micros = new HashMap<>();

    /** Starts a server; empty where it is not installed. */
    interface Start {
        Optional<Peer> peer() throws Exception;
    }

    private interface Work {
        Traffic.Cost on(Peer peer) throws Exception;
    }

    Cold(Report report, List<Start> starts, int rounds) {
        this.report = report;
        this.starts = starts;
        this.rounds = rounds;
    }

    void measure() throws Exception {
        Figures rooms = measure("cold-1000-rooms", peer -> {
            try (Traffic traffic = Traffic.inRoomsOfOne(peer, LocalAws.MANY_ROOMS, ROOMS)) {
                return traffic.send(ROOMS_MESSAGES, ROOMS_PACE);
            }
        });
        rooms.atMost(report, "java-jar", 0.25);
        for (int size : SIZES) {
            Figures room = measure("cold-room-of-" + size, peer -> {
                try (Traffic traffic = Traffic.inOneRoom(peer, LocalAws.room(size), size)) {
                    return traffic.send(Math.min(ROOM_MESSAGES, MOST_DELIVERIES / size), Publisher.BACK_TO_BACK);
                }
            });
            room.collectMedians(micros, size);
            if (size == JUDGED_SIZE) {
                room.atMost(report, "nchan", 1 / 1.5);
            }
        }
    }

    /** Microseconds of CPU for one of the first deliveries, by server and size of the room. */
    Map<String, Map<Integer, Double>> micros() {
        return micros;
    }

    private Figures measure(String measure, Work work) throws Exception {
        Figures figures = new Figures(measure);
        for (int round = 1; round <= rounds; round++) {
            for (Start start : starts) {
                Optional<Peer> started = start.peer();
                if (started.isPresent()) {
                    try (Peer peer = started.get()) {
                        Traffic.Cost cost = work.on(peer);
                        figures.add(peer.name(), cost.micros());
                        report.line(measure)
                                .with("server", peer.name())
                                .with("round", round)
                                .with("us_cpu_per_delivery", cost.micros())
                                .with("p50_ms", cost.latencies().p50())
                                .with("p99_ms", cost.latencies().p99())
                                .print();
                    }
                }
            }
        }
        figures.printMedians(report, "us_cpu_per_delivery");
        return figures;
    }
}
