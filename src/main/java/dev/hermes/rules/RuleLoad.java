package dev.hermes.rules;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Has Camel read the files of rules. */
final class RuleLoad {

    private final CamelContext context;
    private final List<RuleText> texts;

    RuleLoad(CamelContext context, List<RuleText> texts) {
        this.context = context;
        this.texts = texts;
    }

    /** File by file, so that each that Camel does not take is known: what it says does not always name one. */
    void run(List<Finding> findings) {
        Map<RoutesBuilder, RuleText> builders = new LinkedHashMap<>();
        for (RuleText text : texts) {
            int before = findings.size();
            text.checkEntries(findings);
            if (findings.size() == before) {
                attempt(text, findings, () -> PluginHelper.getRoutesLoader(context)
                        .findRoutesBuilders(List.of(ResourceHelper.fromString(
                                RuleModel.FILE + text.file().path(), text.rules())))
                        .forEach(builder -> builders.put(builder, text)));
            }
        }
        // All configurations first: a route takes those that are there when it is added.
        Set<RuleText> wrong = new HashSet<>();
        builders.forEach((builder, text) -> {
            if (builder instanceof RouteConfigurationsBuilder configurations
                    && !attempt(text, findings, () -> context.addRoutesConfigurations(configurations))) {
                wrong.add(text);
            }
        });
        builders.forEach((builder, text) -> {
            if (!wrong.contains(text)) {
                attempt(text, findings, () -> context.addRoutes(builder));
            }
        });
    }

    private interface Attempt {
        void run() throws Exception;
    }

    private boolean attempt(RuleText text, List<Finding> findings, Attempt attempt) {
        try {
            attempt.run();
            return true;
        } catch (Exception | LinkageError | StackOverflowError e) {
            findings.add(Diagnosis.ofText(text, texts, e));
            return false;
        }
    }
}
