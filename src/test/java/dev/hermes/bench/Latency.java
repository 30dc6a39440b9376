package dev.hermes.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How long a message takes, at a pace that leaves every server time. */
final class Latency {

    private static final double PER_SECOND = 20;
    private static final int MESSAGES = 300;
    private static final int ROUNDS = 4;

    private final Report report;

    Latency(Report report) {
        this.report = report;
    }

    /** From the send to the frame of one connection, beside the bare loop. */
    void ofOne(Hermes hermes, Bare bare, String room) throws Exception {
        List<Latencies> own = new ArrayList<>();
        List<Latencies> loop = new ArrayList<>();
        try (Subscribers ofHermes = Subscribers.of(hermes, room, 1);
                Subscribers ofBare = Subscribers.of(bare, Bare.LOOPED, 1)) {
            for (int round = 0; round <= ROUNDS; round++) {
                Latencies first = round(hermes, ofHermes, room, round).each();
                Latencies second = round(bare, ofBare, Bare.LOOPED, round).each();
                if (round > 0) {
                    own.add(first);
                    loop.add(second);
                }
            }
        }
        Latencies all = print("latency-of-one", "hermes", Latencies.of(own));
        Latencies bares = print("latency-of-one", "bare", Latencies.of(loop));
        report.atMost("latency-of-one-p50-to-bare", all.p50() / bares.p50(), 1.3);
        report.atMost("latency-of-one-p99-to-bare", all.p99() / bares.p99(), 1.5);
    }

    /** From the send to the last frame of a room, beside nchan; what the queue takes by itself is the bare loop's. */
    void ofRoom(Hermes hermes, Bare bare, Peer nchan, String room, int size) throws Exception {
        List<Latencies> own = new ArrayList<>();
        List<Latencies> loop = new ArrayList<>();
        List<Latencies> others = new ArrayList<>();
        try (Subscribers ofHermes = Subscribers.of(hermes, room, size);
                Subscribers ofNchan = Subscribers.of(nchan, room, size);
                Subscribers ofBare = Subscribers.of(bare, Bare.LOOPED, 1)) {
            for (int round = 0; round <= ROUNDS; round++) {
                Latencies first = round(hermes, ofHermes, room, round).last();
                Latencies second = round(nchan, ofNchan, room, round).last();
                Latencies third = round(bare, ofBare, Bare.LOOPED, round).last();
                if (round > 0) {
                    own.add(first);
                    others.add(second);
                    loop.add(third);
                }
            }
        }
        String measure = "latency-of-room-" + size;
        Latencies all = print(measure, "hermes", Latencies.of(own));
        Latencies nchans = print(measure, "nchan", Latencies.of(others));
        Latencies bares = print(measure, "bare-queue", Latencies.of(loop));
        report.atMost(measure + "-p99-beyond-queue-to-nchan", (all.p99() - bares.p99()) / nchans.p99(), 1.2);
    }

    private static Tally round(Peer peer, Subscribers subscribers, String room, int round) throws Exception {
        Tally tally = subscribers.expect(round * MESSAGES, MESSAGES);
        peer.publisher(room).send(round * MESSAGES, MESSAGES, PER_SECOND);
        return tally.await(Duration.ofMinutes(1));
    }

    private Latencies print(String measure, String server, Latencies latencies) {
        report.line(measure)
                .with("server", server)
                .with("messages_per_s", PER_SECOND)
                .with("samples", latencies.count())
                .with("p50_ms", latencies.p50())
                .with("p99_ms", latencies.p99())
                .with("max_ms", latencies.millis(1))
                .print();
        return latencies;
    }
}
