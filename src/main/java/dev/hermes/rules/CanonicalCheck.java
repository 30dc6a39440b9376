package dev.hermes.rules;

import static dev.hermes.rules.YamlNodes.eachMapping;
import static dev.hermes.rules.YamlNodes.entries;
import static dev.hermes.rules.YamlNodes.items;
import static dev.hermes.rules.YamlNodes.key;
import static dev.hermes.rules.YamlNodes.line;
import static dev.hermes.rules.YamlNodes.text;
import static dev.hermes.rules.YamlNodes.value;

import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Warns of what runs, but is hard to work with: shorthands, which graphical editors rewrite or cannot show, and things
 * without an id, which no finding and no metric can name.
 */
final class CanonicalCheck {

    private static final Set<String> LANGUAGES = Set.of(
            "constant",
            "csimple",
            "datasonnet",
            "exchangeProperty",
            "groovy",
            "java",
            "joor",
            "jq",
            "js",
            "jsonpath",
            "method",
            "mvel",
            "ognl",
            "python",
            "simple",
            "spel",
            "tokenize",
            "wasm",
            "xpath",
            "xquery",
            "xtokenize");

    private final List<Finding> findings;

    CanonicalCheck(List<Finding> findings) {
        this.findings = findings;
    }

    void check(RuleText text) {
        for (Node item : items(text.root())) {
            entries(item).stream()
                    .filter(entry -> key(entry).equals("from"))
                    .forEach(entry -> warn(
                            text,
                            entry.getKeyNode(),
                            "the route has no id and no description",
                            "put it below \"- route:\""));
        }
        text.entriesOf("route").forEach(route -> id(text, "route", route));
        text.entriesOf("routeConfiguration").forEach(configuration -> id(text, "routeConfiguration", configuration));
        eachMapping(text.root(), mapping -> {
            value(mapping, "steps").ifPresent(steps -> items(steps).forEach(step -> step(text, step)));
            value(mapping, "uri").ifPresent(uri -> uri(text, uri));
            value(mapping, "expression")
                    .filter(MappingNode.class::isInstance)
                    .ifPresent(expression -> entries(expression).stream()
                            .filter(entry -> entry.getValueNode() instanceof ScalarNode)
                            .filter(entry -> LANGUAGES.contains(key(entry)))
                            .forEach(entry -> warn(
                                    text,
                                    entry.getKeyNode(),
                                    "the expression is shortened",
                                    "write " + key(entry) + ": expression: …")));
        });
    }

    private void step(RuleText text, Node step) {
        for (NodeTuple entry : entries(step)) {
            String kind = key(entry);
            if (entry.getValueNode() instanceof ScalarNode scalar
                    && !scalar.getValue().isEmpty()) {
                warn(text, entry.getKeyNode(), "the step " + kind + " is shortened", "write its options below it");
            } else if (text(entry.getValueNode(), "id").isEmpty()) {
                warn(text, entry.getKeyNode(), "the step " + kind + " has no id", "give it one");
            }
            entries(entry.getValueNode()).stream()
                    // A bean has a method that is no expression.
                    .filter(option -> LANGUAGES.contains(key(option)) && !kind.equals("bean"))
                    .forEach(option -> warn(
                            text,
                            option.getKeyNode(),
                            "the expression of " + kind + " is shortened",
                            "write expression: " + key(option) + ": …"));
        }
    }

    private void id(RuleText text, String kind, RuleText.Entry entry) {
        if (entry.id().isEmpty()) {
            findings.add(
                    Finding.warning(text.file().path(), entry.line(), "", "the " + kind + " has no id", "give it one"));
        }
    }

    private void uri(RuleText text, Node uri) {
        text(uri)
                .filter(value -> value.contains(":") || value.contains("?"))
                .ifPresent(value -> warn(
                        text,
                        uri,
                        "the uri '" + value + "' holds options",
                        "write the scheme as uri, the rest as parameters"));
    }

    private void warn(RuleText text, Node at, String reason, String advice) {
        findings.add(Finding.warning(text.file().path(), line(at), "", reason, advice));
    }
}
