package dev.hermes.bench;

import java.util.List;
import java.util.Optional;

/** What the first messages cost a server that has just started: a process of its own for each measurement. */
final class Cold {

    private static final int ROOMS = 1_000;
    private static final int ROOMS_MESSAGES = 3_000;
    private static final double ROOMS_PACE = 200;
    private static final int ROOM = 100;
    private static final int ROOM_MESSAGES = 5_000;

    private final Report report;
    private final List<Start> starts;
    private final int rounds;

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
        Figures room = measure("cold-room-of-100", peer -> {
            try (Traffic traffic = Traffic.inOneRoom(peer, LocalAws.room(ROOM), ROOM)) {
                return traffic.send(ROOM_MESSAGES, Publisher.BACK_TO_BACK);
            }
        });
        room.atMost(report, "nchan", 1 / 1.5);
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
