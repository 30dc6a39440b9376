package dev.hermes.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures Hermes beside other servers, and beside the least that could do. See docs/performance.md. */
@Command(name = "bench", mixinStandardHelpOptions = true)
public final class Bench implements Callable<Integer> {

    private static final Set<String> ALL = Set.of(
            "start",
            "cold",
            "many-rooms",
            "paced",
            "fan-out",
            "queue-rate",
            "latency",
            "crowd",
            "cold-connects",
            "strangers",
            "idle-cpu");

    @Option(
            names = "--only",
            split = ",",
            description =
                    "start, cold, many-rooms, paced, fan-out, queue-rate, latency, crowd, cold-connects, strangers,"
                            + " idle-cpu")
    private Set<String> only = ALL;

    @Option(names = "--rooms", split = ",", description = "sizes of rooms for fan-out")
    private List<Integer> rooms = List.of(100, 1_000, 5_000);

    @Option(names = "--many", split = ",", description = "numbers of rooms for many-rooms")
    private List<Integer> many = List.of(1_000, 10_000);

    @Option(names = "--rounds", description = "how often start, cold, many-rooms and paced are measured")
    private int rounds = 3;

    @Option(names = "--seconds", description = "how long each measurement of many-rooms and paced takes")
    private int seconds = 20;

    @Option(names = "--idle-seconds", description = "how long each measurement of idle-cpu takes")
    private int idleSeconds = 60;

    @Option(names = "--warm-up", description = "messages before a warm Hermes is measured")
    private int warmUp = 40_000;

    @Option(names = "--connections", description = "how many make a crowd")
    private int connections = 15_000;

    @Option(names = "--java-opts", split = " ", description = "flags for Java besides those of the launcher")
    private List<String> javaOpts = List.of();

    @Option(names = "--chart", description = "where the chart goes (default: target/bench/fan-out.svg)")
    private Path chart;

    private static final int COLD_ROOMS = 1_000;

    private final Report report = new Report();
    private final List<Peer> peers = new ArrayList<>();

    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        if (!ALL.containsAll(only)) {
            System.err.println("bench: --only " + only + ": there are " + ALL);
            return 2;
        }
        try {
            Cores.leaveServersAlone();
            report.line("machine")
                    .with("cores", Cores.COUNT)
                    .with("server_on_a_core_of_its_own", Cores.arePinned() ? "yes" : "no")
                    .with("java", Runtime.version())
                    .with("class_cache", Hermes.hasCache() ? "yes" : "no")
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
        if (only.contains("start")) {
            new StartUp(report, rounds).measure(aws);
        }
        if (only.contains("cold")) {
            cold(aws);
        }
        if (only.contains("many-rooms")) {
            manyRooms(aws);
        }
        if (only.contains("paced")) {
            paced(aws);
        }
        if (only.contains("fan-out") || only.contains("queue-rate") || only.contains("latency")) {
            besideOthers(aws);
        }
        if (only.contains("crowd")) {
            crowd(aws);
        }
        if (only.contains("cold-connects")) {
            coldConnects(aws);
        }
        if (only.contains("strangers")) {
            strangers(aws);
        }
        if (only.contains("idle-cpu")) {
            idleCpu(aws);
        }
    }

    private void cold(LocalAws aws) throws Exception {
        allowMany(aws, COLD_ROOMS);
        aws.allow(Cold.SIZES.stream().map(LocalAws::room).toList());
        List<Cold.Start> starts = List.of(
                () -> Optional.of(launched(aws)),
                () -> Optional.of(Hermes.plain(aws)),
                () -> Optional.of(Bare.thatLooksUp(aws)),
                HttpPeer::nchan,
                HttpPeer::socketIo);
        Cold cold = new Cold(report, starts, rounds);
        cold.measure();
        new Chart("Server CPU for one delivery, µs (200 bytes, the first messages after a start)", cold.micros())
                .write(ServerProcess.folder().resolve("cold.svg"));
    }

    private void manyRooms(LocalAws aws) throws Exception {
        allowMany(aws, many.stream().mapToInt(Integer::intValue).max().orElseThrow());
        startBesideOthers(aws);
        for (int count : many) {
            new ManyRooms(report, peers, rounds, seconds).measure(count, warmUp);
        }
        endAll();
    }

    private void paced(LocalAws aws) throws Exception {
        allowMany(aws, Paced.WARM_UP_ROOMS);
        aws.allow(Paced.SIZES.stream().map(LocalAws::room).toList());
        startBesideOthers(aws);
        Paced paced = new Paced(report, peers, rounds, seconds);
        paced.measure(warmUp);
        new Chart("Server CPU for one delivery, µs (200 bytes, 20 messages a second)", paced.micros())
                .write(ServerProcess.folder().resolve("paced.svg"));
        endAll();
    }

    private void idleCpu(LocalAws aws) throws Exception {
        allowMany(aws, connections);
        IdleCpu idle = new IdleCpu(report, connections, idleSeconds);
        try (Hermes hermes = Hermes.withPings(aws)) {
            idle.measure(hermes, LocalAws.MANY_ROOMS);
        }
        try (Bare bare = new Bare(aws)) {
            idle.measure(bare, Rooms.only("idle"));
        }
    }

    private static void allowMany(LocalAws aws, int rooms) {
        aws.allow(IntStream.range(0, rooms).mapToObj(LocalAws.MANY_ROOMS::of).toList());
    }

    private Hermes launched(LocalAws aws) throws Exception {
        return Hermes.launched(aws, javaOpts.toArray(String[]::new));
    }

    private void startBesideOthers(LocalAws aws) throws Exception {
        peers.add(launched(aws));
        peers.add(Bare.thatLooksUp(aws));
        HttpPeer.nchan().ifPresent(peers::add);
        HttpPeer.socketIo().ifPresent(peers::add);
    }

    private void endAll() {
        peers.forEach(Peer::close);
        peers.clear();
    }

    private void besideOthers(LocalAws aws) throws Exception {
        Hermes hermes = launched(aws);
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
                new Chart("Server CPU for one delivery, µs (200 bytes, back to back)", fanOut.micros())
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
        endAll();
    }

    private void crowd(LocalAws aws) throws Exception {
        Crowd crowd = new Crowd(report, connections);
        String memory = "-XX:NativeMemoryTracking=summary";
        try (Bare bare = new Bare(aws, memory)) {
            crowd.measure(bare);
        }
        try (Hermes hermes = Hermes.launched(aws, memory)) {
            crowd.measure(hermes, aws);
        }
    }

    private void coldConnects(LocalAws aws) throws Exception {
        try (Hermes hermes = launched(aws)) {
            new ColdConnects(report).measure(hermes, aws);
        }
    }

    private void strangers(LocalAws aws) throws Exception {
        try (Hermes hermes = launched(aws)) {
            new Strangers(report).measure(hermes, aws);
        }
    }
}
