package dev.hermes.rules;

import dev.hermes.component.Components;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.BeanRepository;

/** The rules as Camel has read them, before it makes anything of them. */
final class RuleModel {

    static final String FILE = "file:";
    /** Consumers of these take from routes of the same set. */
    static final List<String> INSIDE = List.of("direct:", "seda:");

    private final CamelContext context;
    private final List<RuleText> texts;
    private final List<RouteDefinition> heldBack = new ArrayList<>();

    RuleModel(CamelContext context, List<RuleText> texts) {
        this.context = context;
        this.texts = texts;
    }

    /** Reads the files, and makes of what Camel reads what a set needs. */
    void load(List<Finding> findings) {
        new RuleLoad(context, texts).run(findings);
        steps().forEach(RuleModel::adapt);
        routes().stream().filter(this::takesInFromOutside).forEach(route -> {
            route.setAutoStartup("false");
            heldBack.add(route);
        });
    }

    /** Routes that take in from outside the set, which are started last; not those that their author does not start. */
    List<RouteDefinition> heldBack() {
        return heldBack;
    }

    private boolean takesInFromOutside(RouteDefinition route) {
        return route.getInput() != null
                && INSIDE.stream().noneMatch(resolved(route.getInput().getEndpointUri())::startsWith)
                && !"false".equals(resolved(route.getAutoStartup()));
    }

    /** With its placeholders filled in, as far as they are known: Camel names the others when it makes the route. */
    String resolved(String text) {
        try {
            return text == null ? "" : context.resolvePropertyPlaceholders(text);
        } catch (IllegalArgumentException unknownKey) {
            return text;
        }
    }

    /** The schemes that an endpoint may have. */
    Set<String> schemes() {
        return Components.of(context).schemes();
    }

    private static void adapt(ProcessorDefinition<?> step) {
        if (step instanceof AggregateDefinition aggregate
                && aggregate.getForceCompletionOnStop() == null
                && aggregate.getCompleteAllOnStop() == null) {
            // What it holds when its set is replaced would be lost.
            aggregate.setForceCompletionOnStop("true");
        } else if (step instanceof LogDefinition log && log.getLogName() == null) {
            // With the lines known, Camel would name the logger by file and line.
            log.setLogName("${routeId}");
        }
    }

    /** @param complete whether every file was read, so that what no route is for is really missing */
    void check(List<Finding> findings, boolean complete) {
        new ErrorHandlingCheck(context, this, findings).check(complete);
        if (complete) {
            new TargetCheck(this, findings).check();
        }
    }

    void leaveOut(Set<String> routes) throws Exception {
        for (String id : routes) {
            RouteDefinition route = model().getRouteDefinition(id);
            if (route != null) {
                model().removeRouteDefinition(route);
            }
        }
    }

    /** Adds what went wrong to {@code findings}. @return the route that cannot be created; empty if it is not known */
    String diagnose(Throwable failure, BeanRepository beans, List<Finding> findings) {
        Diagnosis diagnosis = new Diagnosis(this, beans);
        Finding finding = diagnosis.of(failure);
        // Without a place it is, as a rule, the consequence of what was found before; so is a class that is named
        // already.
        boolean known = findings.stream()
                .anyMatch(before -> before.isError()
                        && (finding.file().isEmpty() || finding.reason().startsWith(Diagnosis.NO_CLASS)));
        if (!known && !findings.contains(finding)) {
            findings.add(finding);
        }
        return Diagnosis.route(failure);
    }

    /** The path of the file that it stands in; empty if that is not known. */
    static String file(OptionalIdentifiedDefinition<?> definition) {
        String location = definition.getLocation() == null ? "" : definition.getLocation();
        return location.startsWith(FILE) ? location.substring(FILE.length()) : location;
    }

    /** The line in or below a step, or a route, that holds one of the quotes; else the line where it begins. */
    Culprit culprit(OptionalIdentifiedDefinition<?> step, List<String> quotes) {
        int line = Math.max(0, step.getLineNumber());
        return texts.stream()
                .filter(text -> text.file().path().equals(file(step)))
                .findFirst()
                .flatMap(text -> Culprit.find(text, texts, line, quotes))
                .orElseGet(() -> new Culprit(line, step.getId() == null ? "" : step.getId()));
    }

    /** Where a configuration stands, which Camel does not know. */
    Optional<RuleText.Entry> configuration(String id) {
        return texts.stream()
                .flatMap(text -> text.entriesOf("routeConfiguration").stream())
                .filter(entry -> entry.id().equals(id))
                .findFirst();
    }

    List<RouteDefinition> routes() {
        return model().getRouteDefinitions();
    }

    List<RouteConfigurationDefinition> configurations() {
        return model().getRouteConfigurationDefinitions();
    }

    /** Every step of every route and configuration, at any depth. */
    List<ProcessorDefinition<?>> steps() {
        List<ProcessorDefinition<?>> steps = new ArrayList<>();
        routes().forEach(route -> addAll(route.getOutputs(), steps));
        for (RouteConfigurationDefinition configuration : configurations()) {
            Stream.of(
                            configuration.getOnExceptions(),
                            configuration.getOnCompletions(),
                            configuration.getIntercepts(),
                            configuration.getInterceptFroms(),
                            configuration.getInterceptSendTos())
                    .forEach(all -> addAll(new ArrayList<>(all), steps));
        }
        return steps;
    }

    List<OnExceptionDefinition> handlers() {
        return steps().stream()
                .filter(OnExceptionDefinition.class::isInstance)
                .map(OnExceptionDefinition.class::cast)
                .toList();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static void addAll(List outputs, List<ProcessorDefinition<?>> steps) {
        steps.addAll(ProcessorDefinitionHelper.filterTypeInOutputs(
                (List<ProcessorDefinition<?>>) outputs,
                (Class<ProcessorDefinition<?>>) (Class) ProcessorDefinition.class));
    }

    private Model model() {
        return context.getCamelContextExtension().getContextPlugin(Model.class);
    }
}
