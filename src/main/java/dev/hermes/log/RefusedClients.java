package dev.hermes.log;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs who is not let in, and why: at most one line a second for each reason. Safe for use by many threads. */
public final class RefusedClients {

    private static final Logger LOG = LoggerFactory.getLogger(RefusedClients.class);

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final LongSupplier clock;
    private final Map<String, LogInterval> intervals = new ConcurrentHashMap<>();

    /** @param clock in nanoseconds */
    public RefusedClients(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * @param client its address, or what else says which it is
     * @param status that it was answered with
     * @param reason one of a fixed set
     * @param detail more about this one, without a secret; null if there is none
     */
    public void refused(String client, int status, String reason, String detail) {
        intervals
                .computeIfAbsent(reason, any -> new LogInterval(INTERVAL, clock))
                .log(more -> LOG.info(
                        "Client {} was refused with {} ({}){}; {} more since the last such line",
                        client,
                        status,
                        reason,
                        detail == null ? "" : ": " + detail,
                        more));
    }
}
