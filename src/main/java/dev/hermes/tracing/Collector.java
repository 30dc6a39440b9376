package dev.hermes.tracing;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends spans to the collector, counts them, and says once in the log when it takes none, and once when it takes them again. */
final class Collector implements SpanExporter {

    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

    private final SpanExporter exporter;
    private final TracingMeters meters;
    private final IntConsumer taken;
    private final AtomicBoolean away = new AtomicBoolean();

    /** @param taken is told how many spans wait no longer */
    Collector(SpanExporter exporter, TracingMeters meters, IntConsumer taken) {
        this.exporter = exporter;
        this.meters = meters;
        this.taken = taken;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        int count = spans.size();
        taken.accept(count);
        CompletableResultCode result = exporter.export(spans);
        result.whenComplete(() -> answered(count, result));
        return result;
    }

    private void answered(int count, CompletableResultCode result) {
        if (result.isSuccess()) {
            meters.exported(count);
            if (away.getAndSet(false)) {
                LOG.info("The collector of hermes.tracing.endpoint takes spans again");
            }
        } else {
            meters.failed(count);
            if (!away.getAndSet(true)) {
                // The reason names at most a status, a host and a port.
                LOG.warn(
                        "The collector of hermes.tracing.endpoint does not take spans, which are dropped until it does: {}",
                        CollectorFailure.reason(result.getFailureThrowable()));
            }
        }
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
