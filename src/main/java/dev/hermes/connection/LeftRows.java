package dev.hermes.connection;

import dev.hermes.dependency.FailureKind;
import dev.hermes.table.Later;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows of connections that have ended, which the table did not delete: they are deleted when it serves again, however long
 * that takes. As a step of a route, it takes the id of the connection from the body.
 *
 * <p>Whether the table serves is tried with one row; then many are deleted together, but no more than leave room for the rows
 * of clients that come meanwhile. Safe for use by many threads.
 */
public final class LeftRows implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(LeftRows.class);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int TOGETHER = 100;
    /** More than the sockets of a node; an id takes about 100 bytes. */
    private static final int MOST = 100_000;

    private final ConnectionRows rows;
    private final Later later;
    private final Set<String> left = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean deleting = new AtomicBoolean();

    public LeftRows(ConnectionRows rows, Later later, MeterRegistry meters) {
        this.rows = rows;
        this.later = later;
        Gauge.builder("hermes.connections.left", left, Set::size)
                .description("Rows of connections that have ended, to be deleted when the table serves again")
                .register(meters);
    }

    @Override
    public void process(Exchange exchange) {
        String id = exchange.getMessage().getBody(String.class);
        if (left.size() >= MOST) {
            LOG.debug("The row of connection {} stays until it expires: too many are left", id);
            return;
        }
        left.add(id);
        begin();
    }

    private void begin() {
        if (deleting.compareAndSet(false, true)) {
            deleteLater();
        }
    }

    private void deleteLater() {
        try {
            later.run(PAUSE, () -> delete(1));
        } catch (RejectedExecutionException ended) {
            LOG.debug("The rows of {} connections are left to other nodes", left.size(), ended);
        }
    }

    private void delete(int together) {
        List<String> some = left.stream().limit(together).toList();
        if (some.isEmpty()) {
            deleting.set(false);
            // One that came in between has found this at work.
            if (!left.isEmpty()) {
                begin();
            }
            return;
        }
        CompletableFuture.allOf(some.stream().map(this::delete).toArray(CompletableFuture<?>[]::new))
                .whenComplete((deleted, failure) -> {
                    if (failure == null) {
                        delete(TOGETHER);
                    } else {
                        LOG.debug("The rows of {} connections are still left", left.size(), failure);
                        deleteLater();
                    }
                });
    }

    private CompletableFuture<?> delete(String id) {
        return rows.delete(id).handle((deleted, failure) -> {
            if (failure != null && FailureKind.of(failure) != FailureKind.REFUSED) {
                throw new CompletionException(failure);
            }
            return left.remove(id);
        });
    }
}
