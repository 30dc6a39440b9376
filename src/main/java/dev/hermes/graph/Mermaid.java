package dev.hermes.graph;

import dev.hermes.graph.RuleGraph.Edge;
import dev.hermes.graph.RuleGraph.Node;
import java.util.HashMap;
import java.util.Map;

/** Writes a graph as a Mermaid flowchart, which GitHub and many editors draw. */
public final class Mermaid {

    private Mermaid() {}

    /** Ends with a line break. */
    public static String of(RuleGraph graph) {
        StringBuilder text = new StringBuilder("flowchart LR\n");
        Map<Node, String> ids = new HashMap<>();
        for (Node node : graph.nodes()) {
            String id = "n" + (ids.size() + 1);
            ids.put(node, id);
            text.append("  ").append(id).append(box(node)).append('\n');
        }
        for (Edge edge : graph.edges()) {
            text.append("  ")
                    .append(ids.get(edge.from()))
                    .append(edge.waits() ? " -->" : " -.->")
                    .append(edge.label().isEmpty() ? "" : "|" + quoted(edge.label()) + "|")
                    .append(' ')
                    .append(ids.get(edge.to()))
                    .append('\n');
        }
        return text.toString();
    }

    private static String box(Node node) {
        String label = quoted(node.label());
        return switch (node.kind()) {
            case ENTRANCE -> "([" + label + "])";
            case ROUTE -> "[" + label + "]";
            case OUTSIDE -> "[/" + label + "/]";
        };
    }

    private static String quoted(String label) {
        return '"' + label.replace("\"", "#quot;") + '"';
    }
}
