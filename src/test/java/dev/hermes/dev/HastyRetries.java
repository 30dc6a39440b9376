package dev.hermes.dev;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;

/** Camel's clock for redeliveries, running fifty times as fast. Remembers the pauses that were asked for. */
public final class HastyRetries extends ScheduledThreadPoolExecutor {

    private static final int FASTER = 50;

    private final List<Long> pauses = new CopyOnWriteArrayList<>();

    public HastyRetries() {
        super(1);
    }

    public void useIn(CamelContext camel) {
        camel.getCamelContextExtension().addContextPlugin(ScheduledExecutorService.class, this);
    }

    /** In milliseconds. */
    public List<Long> pauses() {
        return pauses;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable retry, long pause, TimeUnit unit) {
        pauses.add(unit.toMillis(pause));
        return super.schedule(retry, unit.toMicros(pause) / FASTER, TimeUnit.MICROSECONDS);
    }
}
