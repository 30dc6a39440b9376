package dev.hermes.tracing;

/**
 * What is told of one notification while this node works on it. {@link #NONE} where nobody is told: every method of it does
 * nothing, so nobody has to ask. Safe for use by many threads; nothing blocks, and nothing fails.
 */
public interface Trace {

    /** The header in which a trace comes with a message from the queue. It never reaches the rules. */
    String HEADER = "HermesTrace";

    Trace NONE = new Trace() {
        @Override
        public String toString() {
            return "none";
        }
    };

    /** Whether somebody is told: what only a trace needs to know, need not be found out otherwise. */
    default boolean isOn() {
        return false;
    }

    /** The room that the notification names. Who is in it, who sends and what, is never told. */
    default void room(String roomId) {}

    /** The notification has got a number: it is in the history of the room. */
    default void numbered(String roomId, long number) {}

    /**
     * Connections of this node have the notification.
     *
     * @param sockets how many
     */
    default void here(String roomId, int sockets) {}

    /**
     * Something has become of the notification at another holder of connections.
     *
     * @param kind {@code node}, {@code gateway} and the like
     * @param holder where the holder is reached
     * @param outcome what became of it, in one word
     * @param pushes of how many pushes: one to a node, one for each connection at a gateway
     */
    default void told(String roomId, String kind, String holder, String outcome, long pushes) {}

    /** By which another node goes on with the trace: a W3C {@code traceparent}; null if it does not. */
    default String parent() {
        return null;
    }

    /** This node is done with the notification. What is told from now on is not heard. */
    default void end(String outcome) {}

    /**
     * As {@link #end}, but the notification was not delivered.
     *
     * @param error what kind of failure that is, in one word
     */
    default void fail(String outcome, String error) {}
}
