package dev.hermes.bench;

import java.util.List;

/** What a message to a room of one costs a warm server that has many such rooms. */
final class ManyRooms {

    private static final int ROUNDS = 3;
    private static final double PACE = 200;
    private static final int PACED = 3_000;
    private static final int BACK_TO_BACK = 10_000;

    private final Report report;
    private final List<Peer> peers;
    private final int warmUp;

    /** @param warmUp messages to each server that do not count */
    ManyRooms(Report report, List<Peer> peers, int warmUp) {
        this.report = report;
        this.peers = peers;
        this.warmUp = warmUp;
    }

    /** All servers in turns. */
    void measure(int rooms) throws Exception {
        Figures paced = new Figures("many-rooms-" + rooms + "-paced");
        Figures backToBack = new Figures("many-rooms-" + rooms + "-back-to-back");
        for (int round = 0; round <= ROUNDS; round++) {
            for (Peer peer : peers) {
                try (Traffic traffic = Traffic.inRoomsOfOne(peer, LocalAws.MANY_ROOMS, rooms)) {
                    if (round == 0) {
                        traffic.send(warmUp, Publisher.BACK_TO_BACK);
                    } else {
                        paced.add(peer.name(), send(peer, traffic, rooms, PACED, PACE));
                        backToBack.add(peer.name(), send(peer, traffic, rooms, BACK_TO_BACK, Publisher.BACK_TO_BACK));
                    }
                }
            }
        }
        for (Figures figures : List.of(paced, backToBack)) {
            figures.printMedians(report, "us_cpu_per_message");
            figures.atMost(report, "bare", 1.5);
        }
    }

    private double send(Peer peer, Traffic traffic, int rooms, int messages, double perSecond) throws Exception {
        peer.process().awaitQuiet();
        Traffic.Cost cost = traffic.send(messages, perSecond);
        report.line("many-rooms")
                .with("server", peer.name())
                .with("rooms", rooms)
                .with("messages", messages)
                .with("messages_per_s", perSecond == Publisher.BACK_TO_BACK ? "back-to-back" : perSecond)
                .with("us_cpu_per_message", cost.micros())
                .with("p50_ms", cost.latencies().p50())
                .with("p99_ms", cost.latencies().p99())
                .print();
        return cost.micros();
    }
}
