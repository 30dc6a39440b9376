package dev.hermes.tracing;

/**
 * Begins traces. {@link #OFF} unless the settings name a collector; then nothing of OpenTelemetry is loaded, and whoever
 * has to find something out for a trace alone does not. Safe for use by many threads; nothing blocks.
 */
public interface Tracing extends AutoCloseable {

    Tracing OFF = new Tracing() {};

    default boolean isOn() {
        return false;
    }

    /**
     * A message was taken from the queue.
     *
     * @param queue its name
     * @param id of the message
     */
    default Trace received(String queue, String id, Parents parents) {
        return Trace.NONE;
    }

    /**
     * Another node pushes a notification to this one.
     *
     * @param traceparent the {@link Trace#parent} there; null if it does not trace it, and then nor does this node
     */
    default Trace pushed(String id, String roomId, String traceparent) {
        return Trace.NONE;
    }

    /** Sends what has ended, as far as the collector takes it soon. */
    @Override
    default void close() {}
}
