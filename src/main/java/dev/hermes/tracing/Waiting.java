package dev.hermes.tracing;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets so many ended spans wait for the collector; those beyond are dropped and counted here, since the SDK would tell it to its
 * own meters alone. Never blocks.
 */
final class Waiting implements SpanProcessor {

    private final int most;
    private final SpanProcessor next;
    private final TracingMeters meters;
    private final AtomicInteger waiting;

    /**
     * @param next has room for {@code most}
     * @param waiting how many wait: raised here, and lowered by whoever takes them to the collector
     */
    Waiting(int most, AtomicInteger waiting, SpanProcessor next, TracingMeters meters) {
        this.most = most;
        this.waiting = waiting;
        this.next = next;
        this.meters = meters;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (waiting.incrementAndGet() <= most) {
            next.onEnd(span);
        } else {
            waiting.decrementAndGet();
            meters.dropped();
        }
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        // What waits has ended.
    }

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public CompletableResultCode forceFlush() {
        return next.forceFlush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return next.shutdown();
    }
}
