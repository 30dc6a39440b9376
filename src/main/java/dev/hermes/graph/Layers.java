package dev.hermes.graph;

import dev.hermes.graph.RuleGraph.Edge;
import dev.hermes.graph.RuleGraph.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Puts the nodes of a graph into columns, from left to right: each one to the right of all that call it, except where
 * calls go in a circle.
 */
final class Layers {

    private static final int SWEEPS = 4;

    private final RuleGraph graph;
    private final Set<Edge> ahead = new HashSet<>();
    private final Map<Node, Integer> columns = new LinkedHashMap<>();

    private Layers(RuleGraph graph) {
        this.graph = graph;
    }

    /** The columns, each from top to bottom. */
    static List<List<Node>> of(RuleGraph graph) {
        Layers layers = new Layers(graph);
        Set<Node> done = new HashSet<>();
        graph.nodes().forEach(node -> layers.follow(node, new HashSet<>(), done));
        graph.nodes().forEach(layers::column);
        layers.bringEntrancesNear();
        Map<Integer, List<Node>> byColumn = new TreeMap<>();
        layers.columns.forEach((node, column) ->
                byColumn.computeIfAbsent(column, any -> new ArrayList<>()).add(node));
        List<List<Node>> all = List.copyOf(byColumn.values());
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            layers.untangle(all, sweep % 2 == 0);
        }
        return all;
    }

    /** Follows the calls from a node, and leaves out each that comes back to where it began. */
    private void follow(Node node, Set<Node> onTheWay, Set<Node> done) {
        if (done.add(node)) {
            onTheWay.add(node);
            for (Edge edge : graph.edges()) {
                if (edge.from().equals(node) && !onTheWay.contains(edge.to())) {
                    ahead.add(edge);
                    follow(edge.to(), onTheWay, done);
                }
            }
            onTheWay.remove(node);
        }
    }

    /** One more than that of the rightmost caller. */
    private int column(Node node) {
        Integer known = columns.get(node);
        if (known != null) {
            return known;
        }
        int column = ahead.stream()
                .filter(edge -> edge.to().equals(node))
                .mapToInt(edge -> column(edge.from()) + 1)
                .max()
                .orElse(0);
        columns.put(node, column);
        return column;
    }

    /** A node that nobody calls stands next to the first that it calls. */
    private void bringEntrancesNear() {
        for (Node node : graph.nodes()) {
            if (graph.edges().stream().noneMatch(edge -> edge.to().equals(node))) {
                graph.edges().stream()
                        .filter(edge -> edge.from().equals(node))
                        .mapToInt(edge -> columns.get(edge.to()) - 1)
                        .min()
                        .ifPresent(column -> columns.put(node, Math.max(0, column)));
            }
        }
    }

    /** Orders each column by where the neighbours of its nodes stand, which uncrosses most lines. */
    private void untangle(List<List<Node>> all, boolean byCallers) {
        Map<Node, Double> places = new HashMap<>();
        for (List<Node> column : all) {
            for (int row = 0; row < column.size(); row++) {
                places.put(column.get(row), (row + 0.5) / column.size());
            }
        }
        for (List<Node> column : all) {
            Map<Node, Double> wanted = new HashMap<>();
            column.forEach(node -> wanted.put(
                    node,
                    graph.edges().stream()
                            .filter(edge -> (byCallers ? edge.to() : edge.from()).equals(node))
                            .map(byCallers ? Edge::from : Edge::to)
                            .mapToDouble(places::get)
                            .average()
                            .orElse(places.get(node))));
            column.sort(Comparator.comparing(wanted::get));
            for (int row = 0; row < column.size(); row++) {
                places.put(column.get(row), (row + 0.5) / column.size());
            }
        }
    }
}
