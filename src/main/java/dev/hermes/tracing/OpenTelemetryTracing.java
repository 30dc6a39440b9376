package dev.hermes.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Makes spans, and sends those that have ended to a collector by OTLP over HTTP, in the background. */
final class OpenTelemetryTracing implements Tracing {

    /** A few megabytes of spans. */
    private static final int MOST_WAITING = 4096;

    private static final Duration BETWEEN_BATCHES = Duration.ofSeconds(1);
    private static final Duration CONNECT = Duration.ofSeconds(2);
    /** With the tries that the exporter makes again. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private static final Duration LAST_BATCHES = Duration.ofSeconds(1);

    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> QUEUE = AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> MESSAGE = AttributeKey.stringKey("messaging.message.id");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("messaging.operation.name");
    private static final AttributeKey<String> OPERATION_TYPE = AttributeKey.stringKey("messaging.operation.type");
    private static final String PROCESS = "process";

    /** Kept, or its level would be forgotten. {@link Collector} says what an operator needs to know. */
    private static final Logger ITS_OWN_LOG = Logger.getLogger("io.opentelemetry");

    private final SdkTracerProvider spans;
    private final Tracer tracer;

    OpenTelemetryTracing(TracingOptions options, TracingMeters meters) {
        ITS_OWN_LOG.setLevel(Level.OFF);
        AtomicInteger waiting = new AtomicInteger();
        SpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(options.address())
                .setConnectTimeout(CONNECT)
                .setTimeout(ANSWER)
                .build();
        Collector collector = new Collector(exporter, meters, count -> waiting.addAndGet(-count));
        BatchSpanProcessor batches = BatchSpanProcessor.builder(collector)
                .setMaxQueueSize(MOST_WAITING)
                .setScheduleDelay(BETWEEN_BATCHES)
                .build();
        this.spans = SdkTracerProvider.builder()
                .setResource(resource(options))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(options.ratio())))
                .addSpanProcessor(new Waiting(MOST_WAITING, waiting, batches, meters))
                .build();
        this.tracer = spans.get("dev.hermes");
    }

    private static Resource resource(TracingOptions options) {
        return Resource.getDefault()
                .merge(Resource.create(Attributes.builder()
                        .put("service.name", "hermes")
                        .put("service.instance.id", options.node())
                        .build()));
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public Trace received(String queue, String id, Parents parents) {
        return trace(tracer.spanBuilder(PROCESS + " " + queue)
                .setParent(RemoteParent.of(parents))
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute(SYSTEM, "aws_sqs")
                .setAttribute(QUEUE, queue)
                .setAttribute(MESSAGE, id)
                .setAttribute(OPERATION, PROCESS)
                .setAttribute(OPERATION_TYPE, PROCESS)
                .startSpan());
    }

    @Override
    public Trace pushed(String id, String roomId, String traceparent) {
        Context parent = RemoteParent.of(new Parents(traceparent, null, null));
        if (parent == Context.root()) {
            return Trace.NONE;
        }
        return trace(tracer.spanBuilder("push")
                .setParent(parent)
                .setSpanKind(SpanKind.SERVER)
                .setAttribute(MESSAGE, id)
                .setAttribute(SpanTrace.ROOM, roomId)
                .startSpan());
    }

    /** Nobody is told of what is not sampled, not even another node. */
    private static Trace trace(Span span) {
        return span.isRecording() ? new SpanTrace(span) : Trace.NONE;
    }

    @Override
    public void close() {
        spans.shutdown().join(LAST_BATCHES.toMillis(), TimeUnit.MILLISECONDS);
    }
}
