package dev.hermes.rules;

import static dev.hermes.rules.YamlNodes.entries;
import static dev.hermes.rules.YamlNodes.items;
import static dev.hermes.rules.YamlNodes.key;
import static dev.hermes.rules.YamlNodes.line;
import static dev.hermes.rules.YamlNodes.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Camel's own JSON schema of its YAML (draft 4), as far as that schema goes: graphical editors hold files to it, and it is
 * stricter than Camel itself.
 */
final class CamelSchema {

    private final JsonNode schema;

    private CamelSchema(JsonNode schema) {
        this.schema = schema;
    }

    /** The one that comes with the Camel that runs. */
    static CamelSchema load() {
        try (InputStream file = CamelSchema.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            return new CamelSchema(new ObjectMapper().readTree(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Mismatch(Node node, int depth, String reason) {}

    void check(RuleText text, List<Finding> findings) {
        mismatches(text.root(), schema, 0).stream()
                .map(found -> Finding.warning(
                        text.file().path(), line(found.node()), "", "Camel's YAML schema: " + found.reason(), ""))
                .distinct()
                .forEach(findings::add);
    }

    private List<Mismatch> mismatches(Node node, JsonNode rule, int depth) {
        List<Mismatch> found = new ArrayList<>();
        if (rule.has("$ref")) {
            found.addAll(mismatches(node, schema.at(rule.get("$ref").asText().substring(1)), depth));
        }
        if (rule.has("type") && !isA(node, rule.get("type").asText())) {
            found.add(new Mismatch(
                    node,
                    depth,
                    "must be of type " + rule.get("type").asText()
                            + (rule.get("type").asText().equals("string") ? ": put it in quotes" : "")));
            return found;
        }
        if (rule.has("enum") && node instanceof ScalarNode scalar && !contains(rule.get("enum"), scalar.getValue())) {
            found.add(new Mismatch(node, depth, "must be one of " + rule.get("enum")));
        }
        rule.path("required").forEach(key -> {
            if (node instanceof MappingNode && value(node, key.asText()).isEmpty()) {
                found.add(new Mismatch(node, depth, "'" + key.asText() + "' is missing"));
            }
        });
        if (rule.has("maxProperties")
                && entries(node).size() > rule.get("maxProperties").asInt()) {
            found.add(new Mismatch(node, depth, "must have no more than " + rule.get("maxProperties") + " key"));
        }
        entries(node).forEach(entry -> entry(entry, rule, depth, found));
        if (rule.has("items")) {
            items(node).forEach(item -> found.addAll(mismatches(item, rule.get("items"), depth + 1)));
        }
        anyOf(node, rule.path("anyOf"), depth, found);
        anyOf(node, rule.path("oneOf"), depth, found);
        if (rule.has("not") && mismatches(node, rule.get("not"), depth).isEmpty()) {
            found.add(new Mismatch(node, depth, "has keys that exclude each other"));
        }
        return found;
    }

    private void entry(NodeTuple entry, JsonNode rule, int depth, List<Mismatch> found) {
        JsonNode properties = rule.path("properties");
        if (properties.has(key(entry))) {
            found.addAll(mismatches(entry.getValueNode(), properties.get(key(entry)), depth + 1));
        } else if (rule.path("additionalProperties").isBoolean()
                && !rule.get("additionalProperties").asBoolean()) {
            found.add(new Mismatch(entry.getKeyNode(), depth, "unknown key '" + key(entry) + "'"));
        }
    }

    /** Of what fits none of them, what came closest: it got deepest before it failed. */
    private void anyOf(Node node, JsonNode choices, int depth, List<Mismatch> found) {
        // Of the thirty languages of an expression, one has its key there: the others need no look.
        List<JsonNode> likely = new ArrayList<>();
        choices.forEach(choice -> {
            if (hasRequired(node, choice)) {
                likely.add(choice);
            }
        });
        if (likely.isEmpty()) {
            choices.forEach(likely::add);
        }
        List<List<Mismatch>> all = new ArrayList<>();
        likely.forEach(choice -> all.add(mismatches(node, choice, depth)));
        if (!all.isEmpty() && all.stream().noneMatch(List::isEmpty)) {
            found.addAll(all.stream()
                    .max(Comparator.comparingInt(list ->
                            list.stream().mapToInt(Mismatch::depth).max().orElse(0)))
                    .orElseThrow());
        }
    }

    private static boolean hasRequired(Node node, JsonNode choice) {
        for (JsonNode key : choice.path("required")) {
            if (value(node, key.asText()).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private static boolean contains(JsonNode values, String value) {
        for (JsonNode one : values) {
            if (one.asText().equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isA(Node node, String type) {
        return switch (type) {
            case "object" -> node instanceof MappingNode;
            case "array" -> node instanceof SequenceNode;
            // A placeholder is text whatever it stands for.
            case "string" -> node instanceof ScalarNode && node.getTag().equals(Tag.STR);
            case "boolean" -> node.getTag().equals(Tag.BOOL) || node.getTag().equals(Tag.STR);
            case "integer", "number" ->
                node.getTag().equals(Tag.INT)
                        || node.getTag().equals(Tag.FLOAT)
                        || node.getTag().equals(Tag.STR);
            default -> true;
        };
    }
}
