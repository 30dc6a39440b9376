package dev.hermes.graph;

import java.util.List;

/**
 * Which rules call which, where they begin and what they send to.
 *
 * @param nodes in the order in which they were found; each label is there once for each kind
 */
public record RuleGraph(List<Node> nodes, List<Edge> edges) {

    /** What a node stands for. */
    public enum Kind {
        /** A name that Hermes hands over to. */
        ENTRANCE,
        ROUTE,
        /** An endpoint of a component: a rule begins with it, or sends to it. */
        OUTSIDE
    }

    /** A box of the drawing. */
    public record Node(Kind kind, String label) {}

    /**
     * A way that a message goes.
     *
     * @param label the id of the branch that leads there; empty if all messages go there
     * @param waits whether the caller goes on only when the call has ended
     */
    public record Edge(Node from, Node to, String label, boolean waits) {}
}
