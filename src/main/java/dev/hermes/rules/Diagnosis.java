package dev.hermes.rules;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.BeanRepository;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Makes a finding of an exception of Camel's: where it is about, and what it means. */
final class Diagnosis {

    private static final Pattern STEP = Pattern.compile(">>> (.*?) <<<", Pattern.DOTALL);
    private static final Pattern ROUTE = Pattern.compile("Failed to (?:create|start) route:? '?([\\w.-]+)'?");

    private final RuleModel model;
    private final BeanRepository beans;

    Diagnosis(RuleModel model, BeanRepository beans) {
        this.model = model;
        this.beans = beans;
    }

    /** Of a file that Camel cannot read. */
    static Finding ofFile(RuleFile file, Throwable failure) {
        int line = 0;
        String reason = reason(failure);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYamlEngineException marked) {
                line = marked.getProblemMark().map(mark -> mark.getLine() + 1).orElse(line);
                reason = marked.getProblem() == null ? reason : marked.getProblem();
            }
        }
        return Finding.error(file.path(), line, "", reason, "");
    }

    /** Of a route that cannot be made or started; without a place if Camel names none. */
    Finding of(Throwable failure) {
        String route = route(failure);
        Optional<RouteDefinition> definition = model.routes().stream()
                .filter(one -> route.equals(one.getRouteId()))
                .findFirst();
        Optional<OptionalIdentifiedDefinition<?>> place =
                step(failure).or(() -> definition.map(found -> (OptionalIdentifiedDefinition<?>) found));
        return Finding.error(
                place.map(Diagnosis::file).orElse(""),
                place.map(OptionalIdentifiedDefinition::getLineNumber)
                        .filter(line -> line > 0)
                        .orElse(0),
                place.map(OptionalIdentifiedDefinition::getId).orElse(route),
                reason(failure),
                advice(failure));
    }

    /** The route that the failure names; empty if it names none. */
    static String route(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FailedToCreateRouteException created && created.getRouteId() != null) {
                return created.getRouteId();
            }
            Matcher named = ROUTE.matcher(String.valueOf(cause.getMessage()));
            if (named.find()) {
                return named.group(1);
            }
        }
        return "";
    }

    static String file(OptionalIdentifiedDefinition<?> definition) {
        String location = definition.getLocation() == null ? "" : definition.getLocation();
        return location.startsWith("file:") ? location.substring("file:".length()) : location;
    }

    private Optional<OptionalIdentifiedDefinition<?>> step(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Matcher named = STEP.matcher(String.valueOf(cause.getMessage()));
            if (named.find()) {
                String text = named.group(1);
                return model.steps().stream()
                        .filter(step -> step.toString().equals(text))
                        .findFirst()
                        .map(step -> (OptionalIdentifiedDefinition<?>) step);
            }
        }
        return Optional.empty();
    }

    private String advice(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NoSuchBeanException bean && bean.getName() != null) {
                return Nearest.advice(
                        bean.getName(), beans.findByTypeWithName(Object.class).keySet());
            }
        }
        return "";
    }

    /** The innermost message, which names the cause, and not the route's whole text around it. */
    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
