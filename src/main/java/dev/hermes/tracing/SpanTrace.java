package dev.hermes.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;

/** One span, with an event for each holder of connections. */
final class SpanTrace implements Trace {

    static final AttributeKey<String> ROOM = AttributeKey.stringKey("hermes.room_id");
    private static final AttributeKey<Long> NUMBER = AttributeKey.longKey("hermes.number");
    private static final AttributeKey<Long> SOCKETS = AttributeKey.longKey("hermes.sockets");
    private static final AttributeKey<Long> PUSHES = AttributeKey.longKey("hermes.pushes");
    private static final AttributeKey<String> HOLDER = AttributeKey.stringKey("hermes.holder");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("hermes.outcome");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private final Span span;

    SpanTrace(Span span) {
        this.span = span;
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public void room(String roomId) {
        span.setAttribute(ROOM, roomId);
    }

    @Override
    public void numbered(String roomId, long number) {
        span.addEvent("hermes.numbered", Attributes.of(ROOM, roomId, NUMBER, number));
    }

    @Override
    public void here(String roomId, int sockets) {
        span.addEvent("hermes.sockets", Attributes.of(ROOM, roomId, SOCKETS, (long) sockets, OUTCOME, "taken"));
    }

    @Override
    public void told(String roomId, String kind, String holder, String outcome, long pushes) {
        span.addEvent("hermes." + kind, Attributes.of(ROOM, roomId, HOLDER, holder, OUTCOME, outcome, PUSHES, pushes));
    }

    @Override
    public String parent() {
        SpanContext own = span.getSpanContext();
        return "00-" + own.getTraceId() + "-" + own.getSpanId() + "-"
                + own.getTraceFlags().asHex();
    }

    @Override
    public void end(String outcome) {
        span.setAttribute(OUTCOME, outcome);
        span.end();
    }

    @Override
    public void fail(String outcome, String error) {
        span.setAttribute(ERROR, error);
        span.setStatus(StatusCode.ERROR);
        end(outcome);
    }
}
