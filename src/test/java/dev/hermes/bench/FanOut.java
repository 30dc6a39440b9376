package dev.hermes.bench;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How much CPU a server spends on one delivery, by the size of the room, when messages come back to back. */
final class FanOut {

    private static final int ROUNDS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Report report;
    private final List<Peer> peers;
    private final Map<String, Map<Integer, Double>> micros = new HashMap<>();

    FanOut(Report report, List<Peer> peers) {
        this.report = report;
        this.peers = peers;
    }

    /** Microseconds of CPU for a delivery, by server and size of the room. */
    Map<String, Map<Integer, Double>> micros() {
        return micros;
    }

    /** All servers in turns, {@value #ROUNDS} times, after a round that does not count. */
    void measure(String room, int size, int messages) throws Exception {
        Figures figures = new Figures("fan-out-" + size);
        for (int round = 0; round <= ROUNDS; round++) {
            for (Peer peer : peers) {
                double figure = round(peer, room, size, round * messages, messages);
                if (round > 0) {
                    figures.add(peer.name(), figure);
                }
            }
        }
        figures.collectMedians(micros, size);
        compare(size);
    }

    /** @return microseconds of CPU for a delivery */
    private double round(Peer peer, String room, int size, int first, int messages) throws Exception {
        // Not all at the same time: a process may have no more than so many open files.
        try (Subscribers subscribers = Subscribers.of(peer, room, size)) {
            peer.process().awaitQuiet();
            Tally tally = subscribers.expect(first, messages);
            double before = peer.process().cpuSeconds();
            peer.publisher(room).send(first, messages, Publisher.BACK_TO_BACK);
            tally.await(PATIENCE);
            double cpu = peer.process().cpuSeconds() - before;
            double figure = cpu * 1e6 / tally.received();
            report.line("fan-out")
                    .with("server", peer.name())
                    .with("room", size)
                    .with("messages", messages)
                    .with("round", first / messages)
                    .with("received", tally.received())
                    .with("us_cpu_per_delivery", figure)
                    .with("deliveries_per_cpu_s", tally.received() / cpu)
                    .with("deliveries_per_s", tally.received() / tally.seconds())
                    .print();
            return figure;
        }
    }

    private void compare(int size) {
        double hermes = micros.get("hermes").get(size);
        against("nchan", size, hermes, 1.0);
        against("socket.io", size, hermes, 2.0);
        against("limit", size, hermes, 1.0);
    }

    private void against(String other, int size, double hermes, double bar) {
        if (micros.containsKey(other)) {
            report.atLeast("fan-out-" + size + "-to-" + other, micros.get(other).get(size) / hermes, bar);
        }
    }
}
