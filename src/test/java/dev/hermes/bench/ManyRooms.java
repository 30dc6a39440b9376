package dev.hermes.bench;

import java.util.List;

/** What a message to a room of one costs a warm server that has many such rooms. */
final class ManyRooms {

    private static final int PACE = 200;
    /** What is sent in one go, for each second of a measurement at a pace. */
    private static final int BACK_TO_BACK = 500;

    private final Report report;
    private final List<Peer> peers;
    private final int rounds;
    private final int seconds;

    /** @param seconds how long each measurement at a pace takes */
    ManyRooms(Report report, List<Peer> peers, int rounds, int seconds) {
        this.report = report;
        this.peers = peers;
        this.rounds = rounds;
        this.seconds = seconds;
    }

    /** All servers in turns, after {@code warmUp} messages to each that do not count. */
    void measure(int rooms, int warmUp) throws Exception {
        Figures paced = new Figures("many-rooms-" + rooms + "-paced");
        Figures backToBack = new Figures("many-rooms-" + rooms + "-back-to-back");
        for (int round = 0; round <= rounds; round++) {
            for (Peer peer : peers) {
                try (Traffic traffic = Traffic.inRoomsOfOne(peer, LocalAws.MANY_ROOMS, rooms)) {
                    if (round == 0) {
                        traffic.send(warmUp, Publisher.BACK_TO_BACK);
                    } else {
                        paced.add(peer.name(), send(peer, traffic, rooms, seconds * PACE, PACE));
                        backToBack.add(
                                peer.name(),
                                send(peer, traffic, rooms, seconds * BACK_TO_BACK, Publisher.BACK_TO_BACK));
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
