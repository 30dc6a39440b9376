package dev.hermes.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How fast a server empties its queue into a room of one: the queue is filled while the server is stopped. */
final class QueueRate {

    private static final int MESSAGES = 4_000;
    private static final int ROUNDS = 3;

    private final Report report;

    QueueRate(Report report) {
        this.report = report;
    }

    void measure(Hermes hermes, Bare bare, String room) throws Exception {
        List<Double> ratios = new ArrayList<>();
        try (Subscribers ofHermes = Subscribers.of(hermes, room, 1);
                Subscribers ofBare = Subscribers.of(bare, Bare.LOOPED, 1)) {
            for (int round = 0; round <= ROUNDS; round++) {
                double own = round(hermes, ofHermes, room, round);
                double loop = round(bare, ofBare, Bare.LOOPED, round);
                if (round > 0) {
                    ratios.add(own / loop);
                }
            }
        }
        report.atLeast("queue-rate-to-bare", Figures.median(ratios), 0.8);
    }

    private double round(Peer peer, Subscribers subscribers, String room, int round) throws Exception {
        int first = round * MESSAGES;
        Tally tally = subscribers.expect(first, MESSAGES);
        peer.process().pause();
        peer.publisher(room).send(first, MESSAGES, Publisher.BACK_TO_BACK);
        double before = peer.process().cpuSeconds();
        long start = System.nanoTime();
        peer.process().resume();
        tally.await(Duration.ofMinutes(2));
        double seconds = (tally.end() - start) / 1e9;
        report.line("queue-rate")
                .with("server", peer.name())
                .with("round", round)
                .with("messages", MESSAGES)
                .with("received", tally.received())
                .with("messages_per_s", MESSAGES / seconds)
                .with("us_cpu_per_message", (peer.process().cpuSeconds() - before) * 1e6 / MESSAGES)
                .print();
        return MESSAGES / seconds;
    }
}
