package dev.hermes.rules;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;

/** Finds {@code direct} names that are called and not consumed, consumed twice, or consumed and never called. */
final class TargetCheck {

    private static final String DIRECT = "direct:";

    private final RuleModel model;
    private final List<Finding> findings;
    private final Map<String, RouteDefinition> consumers = new HashMap<>();
    private final Set<String> called = new HashSet<>();
    private boolean anyCanBeCalled;

    TargetCheck(RuleModel model, List<Finding> findings) {
        this.model = model;
        this.findings = findings;
    }

    void check() {
        model.routes().forEach(this::consumer);
        model.steps().forEach(step -> uri(step).ifPresent(uri -> call(step, uri)));
        missing();
        if (!anyCanBeCalled) {
            consumers.forEach(this::warnOfIdle);
        }
    }

    private void consumer(RouteDefinition route) {
        name(route.getInput().getEndpointUri()).ifPresent(name -> {
            RouteDefinition first = consumers.putIfAbsent(name, route);
            if (first != null) {
                findings.add(Finding.error(
                        RuleModel.file(route),
                        route.getLineNumber(),
                        route.getRouteId(),
                        "direct '" + name + "' is consumed by route " + first.getRouteId() + " already, in "
                                + RuleModel.file(first) + ":" + first.getLineNumber(),
                        "give one of them another name"));
            }
        });
    }

    private void call(ProcessorDefinition<?> step, String uri) {
        if (uri.contains("${")) {
            anyCanBeCalled = true;
            return;
        }
        name(uri).ifPresent(name -> {
            called.add(name);
            if (!consumers.containsKey(name)) {
                Culprit culprit = model.culprit(step, List.of(name));
                findings.add(Finding.error(
                        RuleModel.file(step),
                        culprit.line(),
                        culprit.step(),
                        "no route consumes direct '" + name + "'",
                        Nearest.advice(name, consumers.keySet())));
            }
        });
    }

    private void missing() {
        List<String> missing = Arrays.stream(Handover.values())
                .map(Handover::id)
                .filter(id -> !consumers.containsKey(id))
                .toList();
        if (!missing.isEmpty()) {
            findings.add(Finding.error(
                    "",
                    0,
                    "",
                    "Hermes needs routes that consume direct " + String.join(", ", missing) + ", and there are none",
                    "take them from the routes of this release"));
        }
    }

    private void warnOfIdle(String name, RouteDefinition route) {
        if (!called.contains(name) && Handover.named(name).isEmpty()) {
            findings.add(Finding.warning(
                    RuleModel.file(route),
                    route.getLineNumber(),
                    route.getRouteId(),
                    "nothing calls direct '" + name + "'",
                    "call it, or delete the route"));
        }
    }

    /** What a step sends to, options included; empty if it sends nothing. */
    static Optional<String> uri(ProcessorDefinition<?> step) {
        if (step instanceof SendDefinition<?> send) {
            return Optional.ofNullable(send.getEndpointUri());
        }
        if (step instanceof ToDynamicDefinition send) {
            return Optional.ofNullable(send.getUri());
        }
        return step instanceof EnrichDefinition enrich && enrich.getExpression() != null
                ? Optional.ofNullable(enrich.getExpression().getExpression())
                : Optional.empty();
    }

    /** Without options; empty if it is no {@code direct}. */
    private Optional<String> name(String uri) {
        String resolved = model.resolved(uri);
        return resolved.startsWith(DIRECT)
                ? Optional.of(resolved.substring(DIRECT.length())
                        .replaceFirst("^//", "")
                        .replaceFirst("\\?.*", ""))
                : Optional.empty();
    }
}
