package dev.hermes.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures Hermes beside other servers, and beside the least that could do. See docs/performance.md. */
@Command(name = "bench", mixinStandardHelpOptions = true)
public final class Bench implements Callable<Integer> {

    @Option(names = "--only", split = ",", description = "fan-out, queue-rate, latency, crowd, cold")
    private Set<String> only = Set.of("fan-out", "queue-rate", "latency", "crowd", "cold");

    @Option(names = "--rooms", split = ",", description = "sizes of rooms for fan-out")
    private List<Integer> rooms = List.of(100, 1_000, 5_000);

    @Option(names = "--warm-up", description = "messages to a room of 100 before Hermes is measured")
    private int warmUp = 40_000;

    @Option(names = "--connections", description = "how many make a crowd")
    private int connections = 15_000;

    @Option(names = "--chart", description = "where the chart goes (default: target/bench/fan-out.svg)")
    private Path chart;

    private final Report report = new Report();
    private final List<Peer> peers = new ArrayList<>();

    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        try {
            Cores.leaveServersAlone();
            report.line("machine")
                    .with("cores", Cores.COUNT)
                    .with("server_on_a_core_of_its_own", Cores.arePinned() ? "yes" : "no")
                    .with("java", Runtime.version())
                    .print();
            try (LocalAws aws = new LocalAws()) {
                measure(aws);
            }
            return 0;
        } catch (Wrong e) {
            System.err.println("bench: " + e.getMessage());
            return 1;
        } finally {
            peers.forEach(Peer::close);
            report.save();
        }
    }

    private void measure(LocalAws aws) throws Exception {
        if (only.contains("fan-out") || only.contains("queue-rate") || only.contains("latency")) {
            besideOthers(aws);
        }
        if (only.contains("crowd")) {
            crowd(aws);
        }
        if (only.contains("cold")) {
            coldConnects(aws);
        }
    }

    private void besideOthers(LocalAws aws) throws Exception {
        Hermes hermes = new Hermes(aws);
        peers.add(hermes);
        hermes.prepare("warm", "one", "room-1000");
        hermes.prepare(rooms.stream().map(size -> "room-" + size).toArray(String[]::new));
        new FanOut(report, peers).measure("warm", 100, warmUp / 4);
        Optional<Peer> nchan = HttpPeer.nchan();
        nchan.ifPresent(peers::add);
        HttpPeer.socketIo().ifPresent(peers::add);
        HttpPeer.limit().ifPresent(peers::add);
        try (Bare bare = new Bare(aws)) {
            if (only.contains("fan-out")) {
                FanOut fanOut = new FanOut(report, peers);
                for (int size : rooms) {
                    fanOut.measure("room-" + size, size, Math.max(100, 400_000 / size));
                }
                new Chart(fanOut.micros())
                        .write(chart == null ? ServerProcess.folder().resolve("fan-out.svg") : chart);
            }
            if (only.contains("queue-rate")) {
                new QueueRate(report).measure(hermes, bare, "one");
            }
            if (only.contains("latency")) {
                Latency latency = new Latency(report);
                latency.ofOne(hermes, bare, "one");
                if (nchan.isPresent()) {
                    latency.ofRoom(hermes, bare, nchan.get(), "room-1000", 1_000);
                }
            }
        }
        peers.forEach(Peer::close);
    }

    private void crowd(LocalAws aws) throws Exception {
        Crowd crowd = new Crowd(report, connections);
        String memory = "-XX:NativeMemoryTracking=summary";
        try (Bare bare = new Bare(aws, memory)) {
            crowd.measure(bare);
        }
        try (Hermes hermes = new Hermes(aws, memory)) {
            crowd.measure(hermes, aws);
        }
    }

    private void coldConnects(LocalAws aws) throws Exception {
        try (Hermes hermes = new Hermes(aws)) {
            new ColdConnects(report).measure(hermes, aws);
        }
    }
}
