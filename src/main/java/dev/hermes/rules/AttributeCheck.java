package dev.hermes.rules;

import static dev.hermes.rules.YamlNodes.eachMapping;
import static dev.hermes.rules.YamlNodes.line;
import static dev.hermes.rules.YamlNodes.text;
import static dev.hermes.rules.YamlNodes.value;

import dev.hermes.settings.Items;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Finds attributes by which rules choose connections, and that no connection can have. A name that is computed is checked when
 * the rule runs.
 */
final class AttributeCheck {

    private static final String KEY = "hermes.access.attributes";

    private static final String RULES = "notificationRules";
    private static final Pattern CHOICE = Pattern.compile("(?:where|exceptWhere)\\([^,]*,\\s*(['\"])(.*?)\\1\\s*,.*");
    private static final String PLACEHOLDER = "{{";

    private final Set<String> known;
    private final boolean isKnown;
    private final List<Finding> findings;

    AttributeCheck(Properties settings, List<Finding> findings) {
        String attributes = settings.getProperty(KEY, "");
        this.known = Items.of(attributes).collect(Collectors.toSet());
        this.isKnown = !attributes.contains(PLACEHOLDER);
        this.findings = findings;
    }

    void check(List<RuleText> texts) {
        texts.stream()
                .flatMap(text -> text.entriesOf("route").stream())
                .forEach(route -> eachMapping(route.node(), step -> check(route, step)));
    }

    private void check(RuleText.Entry route, Node step) {
        Optional<Node> method = value(step, "method").filter(given -> isRuleOfHermes(step));
        method.flatMap(YamlNodes::text).ifPresent(call -> {
            Matcher choice = CHOICE.matcher(call.strip());
            if (isKnown && choice.matches() && !isFine(choice.group(2))) {
                findings.add(Finding.error(
                        route.file().path(),
                        line(method.get()),
                        route.id(),
                        KEY + " does not name the attribute '" + choice.group(2) + "'",
                        Nearest.advice(choice.group(2), known)));
            }
        });
    }

    private static boolean isRuleOfHermes(Node step) {
        return text(step, "ref").filter(RULES::equals).isPresent();
    }

    private boolean isFine(String name) {
        return name.contains(PLACEHOLDER) || known.contains(name);
    }
}
