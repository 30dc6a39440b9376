package dev.hermes.rules;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.reifier.errorhandler.ErrorHandlerReifier;

/** Finds what Camel would notice about {@code onException} only when something fails, or never. */
final class ErrorHandlingCheck {

    private final CamelContext context;
    private final RuleModel model;
    private final List<Finding> findings;

    ErrorHandlingCheck(CamelContext context, RuleModel model, List<Finding> findings) {
        this.context = context;
        this.model = model;
        this.findings = findings;
    }

    void check(boolean complete) {
        model.handlers().forEach(this::handler);
        if (complete) {
            configurations();
        }
    }

    private void handler(OnExceptionDefinition handler) {
        for (String name : handler.getExceptions()) {
            Class<?> type = context.getClassResolver().resolveClass(context.resolvePropertyPlaceholders(name));
            if (type == null) {
                findings.add(error(
                        handler,
                        name,
                        "there is no exception class " + name,
                        "write its whole name, with the package"));
            } else if (!Throwable.class.isAssignableFrom(type)) {
                findings.add(error(handler, name, name + " is no exception class", ""));
            }
        }
        if (handler.getRedeliveryPolicyType() != null) {
            try {
                ErrorHandlerReifier.createRedeliveryPolicy(handler.getRedeliveryPolicyType(), context, null);
            } catch (RuntimeException e) {
                String value = e.getMessage().replaceFirst("(?s).*\\[(.*?)].*", "$1");
                findings.add(error(
                        handler,
                        value,
                        "the redeliveryPolicy cannot be used: " + e.getMessage(),
                        "times are milliseconds, or 5s"));
            }
        }
    }

    private void configurations() {
        Set<String> there = model.configurations().stream()
                .map(RouteConfigurationDefinition::getId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        Set<String> named = new HashSet<>();
        for (RouteDefinition route : model.routes()) {
            if (route.getRouteConfigurationId() == null) {
                continue;
            }
            for (String id : Arrays.stream(route.getRouteConfigurationId().split(","))
                    .map(String::strip)
                    .toList()) {
                named.add(id);
                if (!id.contains("*") && !there.contains(id)) {
                    Culprit culprit = model.culprit(route, List.of(id));
                    findings.add(Finding.error(
                            RuleModel.file(route),
                            culprit.line(),
                            route.getRouteId(),
                            "there is no routeConfiguration '" + id + "'",
                            Nearest.advice(id, there)));
                }
            }
        }
        for (RouteConfigurationDefinition configuration : model.configurations()) {
            String id = configuration.getId();
            if (id != null && named.stream().noneMatch(name -> name.equals(id) || name.contains("*"))) {
                Optional<RuleText.Entry> entry = model.configuration(id);
                findings.add(Finding.warning(
                        entry.map(one -> one.file().path()).orElse(""),
                        entry.map(RuleText.Entry::line).orElse(0),
                        id,
                        "no route names this routeConfiguration",
                        "name it in a route's routeConfigurationId, or delete it"));
            }
        }
    }

    private Finding error(OnExceptionDefinition handler, String quote, String reason, String advice) {
        Culprit culprit = model.culprit(handler, List.of(quote));
        return Finding.error(RuleModel.file(handler), culprit.line(), culprit.step(), reason, advice);
    }
}
