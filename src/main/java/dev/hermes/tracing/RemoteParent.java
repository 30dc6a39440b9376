package dev.hermes.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;

/** Finds the span that a notification is a part of. What is malformed is as if it were not there. */
final class RemoteParent {

    /** W3C wants no more to be passed on. */
    private static final int LONGEST_STATE = 512;

    private static final TextMapGetter<Parents> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Parents parents) {
            return List.of("traceparent", "tracestate");
        }

        @Override
        public String get(Parents parents, String key) {
            return switch (key) {
                case "traceparent" -> parents.traceparent();
                case "tracestate" -> state(parents.tracestate());
                default -> null;
            };
        }
    };

    private RemoteParent() {}

    private static String state(String written) {
        return written == null || written.length() > LONGEST_STATE ? null : written;
    }

    /** {@link Context#root} if there is none. */
    static Context of(Parents parents) {
        Context w3c = W3CTraceContextPropagator.getInstance().extract(Context.root(), parents, GETTER);
        if (Span.fromContext(w3c).getSpanContext().isValid()) {
            return w3c;
        }
        SpanContext aws = AwsTraceHeader.read(parents.awsTraceHeader());
        return aws.isValid() ? Context.root().with(Span.wrap(aws)) : Context.root();
    }
}
