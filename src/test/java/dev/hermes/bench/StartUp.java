package dev.hermes.bench;

import java.time.Duration;

/** How long Hermes takes from the start of its process until it is ready, and how much CPU. */
final class StartUp {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Report report;
    private final int rounds;

    StartUp(Report report, int rounds) {
        this.report = report;
        this.rounds = rounds;
    }

    /** By its launcher, beside {@code java -jar}. */
    void measure(LocalAws aws) throws Exception {
        Figures seconds = new Figures("start");
        Figures cpu = new Figures("start-cpu");
        for (int round = 1; round <= rounds; round++) {
            try (Hermes launched = Hermes.launched(aws)) {
                measure(launched, seconds, cpu);
            }
            try (Hermes plain = Hermes.plain(aws)) {
                measure(plain, seconds, cpu);
            }
        }
        seconds.printMedians(report, "seconds");
        seconds.atMost(report, "java-jar", 0.5);
        cpu.printMedians(report, "cpu_seconds");
    }

    private void measure(Hermes hermes, Figures seconds, Figures cpu) throws Exception {
        double ready = hermes.process().secondsUntil("and is ready", PATIENCE);
        double used = hermes.process().cpuSeconds();
        report.line("start")
                .with("server", hermes.name())
                .with("seconds", ready)
                .with("cpu_seconds", used)
                .print();
        seconds.add(hermes.name(), ready);
        cpu.add(hermes.name(), used);
    }
}
