package dev.hermes.tracing;

/**
 * Of what a notification is a part, as its sender has written it. Each may be null, or nonsense.
 *
 * @param traceparent W3C; comes before {@code awsTraceHeader}
 * @param tracestate W3C
 * @param awsTraceHeader as X-Ray writes it
 */
public record Parents(String traceparent, String tracestate, String awsTraceHeader) {}
