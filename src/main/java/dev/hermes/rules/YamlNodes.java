package dev.hermes.rules;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads YAML as it was written, with the line of everything in it. */
final class YamlNodes {

    private YamlNodes() {}

    /** From 1. */
    static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    static List<NodeTuple> entries(Node node) {
        return node instanceof MappingNode mapping ? mapping.getValue() : List.of();
    }

    static List<Node> items(Node node) {
        return node instanceof SequenceNode sequence ? sequence.getValue() : List.of();
    }

    static String key(NodeTuple entry) {
        return entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    static Optional<Node> value(Node node, String key) {
        return entries(node).stream()
                .filter(entry -> key(entry).equals(key))
                .map(NodeTuple::getValueNode)
                .findFirst();
    }

    /** Empty if there is no such key, or it holds no text. */
    static Optional<String> text(Node node, String key) {
        return value(node, key).flatMap(YamlNodes::text);
    }

    static Optional<String> text(Node node) {
        return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
    }

    /** The first node that an alias in it stands for, at or below {@code node}: whoever goes through it would never end. */
    static Optional<Node> holdingItself(Node node) {
        if (node.isRecursive()) {
            return Optional.of(node);
        }
        return Stream.concat(items(node).stream(), entries(node).stream().map(NodeTuple::getValueNode))
                .flatMap(below -> holdingItself(below).stream())
                .findFirst();
    }

    /** The mappings at and below {@code node}, what an endpoint is given as {@code parameters} left out. */
    static void eachMapping(Node node, Consumer<Node> seen) {
        if (node instanceof MappingNode) {
            seen.accept(node);
            entries(node).stream()
                    .filter(entry -> !key(entry).equals("parameters"))
                    .forEach(entry -> eachMapping(entry.getValueNode(), seen));
        }
        items(node).forEach(item -> eachMapping(item, seen));
    }
}
