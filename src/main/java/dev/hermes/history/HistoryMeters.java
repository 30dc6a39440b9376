package dev.hermes.history;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What the histories of rooms show of themselves. */
final class HistoryMeters {

    private final Counter appended;
    private final Counter failed;
    private final Counter resumed;
    private final Counter reloads;

    HistoryMeters(MeterRegistry meters) {
        String name = "hermes.history.writes";
        String description = "Rows that were to be appended to the history of a room";
        this.appended = Counter.builder(name)
                .description(description)
                .tag("outcome", "done")
                .register(meters);
        this.failed = Counter.builder(name)
                .description(description)
                .tag("outcome", "failed")
                .register(meters);
        String resumes = "hermes.history.resumes";
        String resumeDescription = "Clients that asked for what they missed, by whether all of it is there";
        this.resumed = Counter.builder(resumes)
                .description(resumeDescription)
                .tag("outcome", "resumed")
                .register(meters);
        this.reloads = Counter.builder(resumes)
                .description(resumeDescription)
                .tag("outcome", "reload")
                .register(meters);
    }

    void appended() {
        appended.increment();
    }

    void appendFailed() {
        failed.increment();
    }

    void greeted(boolean all) {
        (all ? resumed : reloads).increment();
    }
}
