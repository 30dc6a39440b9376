package dev.hermes.bench;

import java.util.List;
import java.util.stream.IntStream;

/** How much CPU a server uses while nothing happens, with pings where it sends any. */
final class IdleCpu {

    private static final int FEW_AT_A_TIME = 64;

    private final Report report;
    private final int connections;
    private final int seconds;

    IdleCpu(Report report, int connections, int seconds) {
        this.report = report;
        this.connections = connections;
        this.seconds = seconds;
    }

    /** Without clients, and then with many that say nothing. */
    void measure(Peer peer, Rooms rooms) throws Exception {
        double alone = share(peer, 0);
        List<String> paths = IntStream.range(0, connections)
                .mapToObj(client -> peer.path(rooms.of(client), client))
                .toList();
        try (CrowdClients crowd = new CrowdClients(peer, paths)) {
            crowd.open(FEW_AT_A_TIME);
            double amongMany = share(peer, connections);
            report.line("idle-cpu-of-sockets")
                    .with("server", peer.name())
                    .with("us_cpu_per_socket_and_s", (amongMany - alone) * 1e6 / connections)
                    .print();
        }
    }

    /** @return of one core */
    private double share(Peer peer, int open) throws Exception {
        peer.process().awaitQuiet();
        double before = peer.process().cpuSeconds();
        long start = System.nanoTime();
        Thread.sleep(seconds * 1_000L);
        double share = (peer.process().cpuSeconds() - before) / ((System.nanoTime() - start) / 1e9);
        report.line("idle-cpu")
                .with("server", peer.name())
                .with("connections", open)
                .with("percent_of_a_core", share * 100)
                .print();
        return share;
    }
}
