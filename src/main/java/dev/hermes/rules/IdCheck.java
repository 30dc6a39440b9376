package dev.hermes.rules;

import static dev.hermes.rules.YamlNodes.eachMapping;
import static dev.hermes.rules.YamlNodes.line;
import static dev.hermes.rules.YamlNodes.text;
import static dev.hermes.rules.YamlNodes.value;

import dev.hermes.rules.RuleText.Entry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** Finds ids that two things have: Camel lets the later one replace the earlier without a word. */
final class IdCheck {

    private final List<Finding> findings;
    private boolean once = true;
    private final Map<String, String> owners = new HashMap<>();

    /** Whether every id is there once. */
    static boolean of(List<RuleText> texts, List<Finding> findings) {
        IdCheck check = new IdCheck(findings);
        check.check(texts);
        return check.once;
    }

    private IdCheck(List<Finding> findings) {
        this.findings = findings;
    }

    private void check(List<RuleText> texts) {
        for (RuleText text : texts) {
            text.entriesOf("route").forEach(this::route);
            text.entriesOf("routeConfiguration")
                    .forEach(entry -> once("configuration ", entry.id(), entry.file(), entry.line(), entry.id()));
        }
    }

    private void route(Entry route) {
        once("route ", route.id(), route.file(), route.line(), route.id());
        String prefix = text(route.node(), "nodePrefixId").orElse("");
        Node from = value(route.node(), "from").orElse(route.node());
        Set<Node> own = new HashSet<>(List.of(route.node(), from));
        eachMapping(route.node(), step -> {
            if (!own.contains(step)) {
                value(step, "id").ifPresent(id -> text(id).ifPresent(
                                name -> once("step ", prefix + name, route.file(), line(id), prefix + name)));
            }
        });
    }

    private void once(String kind, String id, RuleFile file, int line, String step) {
        if (id.isEmpty()) {
            return;
        }
        String place = file.path() + ":" + line;
        String first = owners.putIfAbsent(kind + id, place);
        if (first != null) {
            once = false;
            findings.add(Finding.error(
                    file.path(),
                    line,
                    step,
                    kind + "id '" + id + "' is taken by " + first,
                    "give one of them another id"));
        }
    }
}
