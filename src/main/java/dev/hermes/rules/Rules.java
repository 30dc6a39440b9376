package dev.hermes.rules;

import dev.hermes.graph.RuleGraph;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.health.HealthCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules that run, and the way from one set of them to the next.
 *
 * <p>A new set is built and warmed up beside the one that runs. Only then does the old one stop taking in, and what comes
 * goes to the new one; the old one ends what it has. If anything of that fails, the old one goes on as before. Safe for
 * use by many threads.
 */
public final class Rules {

    private static final Logger LOG = LoggerFactory.getLogger(Rules.class);

    /** How long what is under way in a replaced set may take. */
    private static final Duration DRAIN = Duration.ofSeconds(30);

    /** The same when Hermes stops: the edge has waited before. */
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final RuleSetBuilder builder;
    private final ExecutorService drains = Executors.newCachedThreadPool(task -> new Thread(task, "rules-drain"));
    private final AtomicInteger alive = new AtomicInteger();
    private final RuleMeters meters;
    private volatile RuleSet current;
    private volatile List<Finding> broken = List.of();
    private volatile long generation;

    public Rules(RuleSetBuilder builder, MeterRegistry meters, Clock clock) {
        this.builder = builder;
        this.meters = new RuleMeters(meters, clock, this);
    }

    /**
     * Starts the first set.
     *
     * @throws BrokenRules if it cannot be built or started; nothing is left running
     */
    public synchronized void begin(RuleFiles files) throws BrokenRules {
        change(files);
    }

    /** Takes the files up, or names what is wrong with them and leaves the running set as it is. Blocks meanwhile. */
    public synchronized void take(RuleFiles files) {
        try {
            change(files);
            LOG.info("Rules {} are live: {} files of {}", generation, current.files(), files.place());
        } catch (BrokenRules e) {
            meters.refused();
            broken = e.findings().stream().filter(Finding::isError).toList();
            LOG.warn("{}; the rules from before go on", e.getMessage());
        }
    }

    /** The rules in the folder are those that run already. */
    void backAsTheyWere() {
        if (!broken.isEmpty()) {
            broken = List.of();
            LOG.info("The rules are again those that run");
        }
    }

    /** The folder cannot be read; what runs goes on. */
    void unreadable(Finding why) {
        meters.refused();
        broken = List.of(why);
        LOG.warn("{}; the rules from before go on", why);
    }

    private void change(RuleFiles files) throws BrokenRules {
        long begun = System.nanoTime();
        RuleSet next = builder.build(files);
        RuleSet before = current;
        try {
            next.start();
            if (before != null) {
                before.quiet();
            }
            next.open();
        } catch (Exception | LinkageError | StackOverflowError e) {
            next.stop();
            if (before != null) {
                before.reopen();
            }
            throw new BrokenRules(files.place(), List.of(next.diagnose(e)));
        }
        current = next;
        alive.incrementAndGet();
        generation++;
        broken = List.of();
        meters.taken(Duration.ofNanos(System.nanoTime() - begun));
        if (before != null) {
            drains.execute(() -> retire(before, DRAIN));
        }
    }

    private void retire(RuleSet set, Duration most) {
        set.retire(most);
        alive.decrementAndGet();
    }

    /** Hands a copy of an exchange to the set that runs. */
    boolean process(Handover entrance, Exchange exchange, AsyncCallback callback) {
        RuleSet set = current;
        while (set != null && !set.enter()) {
            set = current;
        }
        if (set == null) {
            exchange.setException(new RejectedExecutionException("No rules run"));
            callback.done(true);
            return true;
        }
        return set.process(entrance, exchange, callback);
    }

    /** What is wrong with the rules in the folder; empty while they are those that run. */
    public List<Finding> broken() {
        return broken;
    }

    /** How many sets have run since the start. */
    public long generation() {
        return generation;
    }

    /** The rules that run, as a graph; empty while none do. */
    public Optional<RuleGraph> graph() {
        return Optional.ofNullable(current).map(set -> GraphReader.of(set.model()));
    }

    int alive() {
        return alive.get();
    }

    Collection<HealthCheck.Result> health() {
        RuleSet set = current;
        return set == null ? List.of() : set.health();
    }

    /**
     * Lets out what an {@code aggregate} of the set that runs holds, and waits until that is delivered, {@code most} at the
     * longest.
     */
    public void letGroupsOut(Duration most) {
        RuleSet set = current;
        if (set != null) {
            set.letGroupsOut(most);
        }
    }

    /** Ends what is under way and stops; after the edge has stopped handing over. */
    public synchronized void stop() {
        RuleSet last = current;
        current = null;
        if (last != null) {
            last.quiet();
            retire(last, FAREWELL);
        }
        drains.shutdownNow();
        try {
            if (!drains.awaitTermination(FAREWELL.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("Replaced rules had not ended when Hermes stopped");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
