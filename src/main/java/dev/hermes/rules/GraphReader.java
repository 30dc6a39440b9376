package dev.hermes.rules;

import dev.hermes.graph.RuleGraph;
import dev.hermes.graph.RuleGraph.Edge;
import dev.hermes.graph.RuleGraph.Kind;
import dev.hermes.graph.RuleGraph.Node;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.FinallyDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.OtherwiseDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.WireTapDefinition;

/** Reads off the routes which of them call which, where they begin and what they send to. */
public final class GraphReader {

    private static final Set<Class<?>> BRANCHES =
            Set.of(FilterDefinition.class, OnExceptionDefinition.class, CatchDefinition.class, FinallyDefinition.class);

    private final RuleModel model;
    private final Map<String, Node> routesByInput = new HashMap<>();
    private final Set<Node> nodes = new LinkedHashSet<>();
    private final Set<Edge> edges = new LinkedHashSet<>();

    private GraphReader(RuleModel model) {
        this.model = model;
    }

    /** Those of a set whose routes were created: what a configuration brings is in the routes then. */
    static RuleGraph of(RuleModel model) {
        return new GraphReader(model).read();
    }

    /**
     * Those in files.
     *
     * @throws BrokenRules with all errors that were found
     */
    public static RuleGraph of(RuleFiles files, RuleSetBuilder builder) throws BrokenRules {
        RuleSet set = builder.build(files);
        try {
            return of(set.model());
        } finally {
            set.stop();
        }
    }

    private RuleGraph read() {
        for (RouteDefinition route : model.routes()) {
            Node node = new Node(Kind.ROUTE, route.getRouteId());
            inside(uri(route)).ifPresent(input -> routesByInput.put(input, node));
        }
        model.routes().forEach(this::route);
        return new RuleGraph(List.copyOf(nodes), List.copyOf(edges));
    }

    private static String uri(RouteDefinition route) {
        return route.getInput().getEndpointUri();
    }

    private void route(RouteDefinition route) {
        Node node = new Node(Kind.ROUTE, route.getRouteId());
        Optional<String> input = inside(uri(route));
        if (input.isEmpty()) {
            edge(new Node(Kind.OUTSIDE, label(uri(route))), node, "", true);
        }
        input.map(name -> name.replaceFirst("^direct:", ""))
                .flatMap(Handover::named)
                .ifPresent(entrance -> edge(new Node(Kind.ENTRANCE, entrance.id()), node, "", true));
        nodes.add(node);
        route.getOutputs().forEach(step -> step(node, step, ""));
    }

    private void step(Node caller, ProcessorDefinition<?> step, String branch) {
        TargetCheck.uri(step).ifPresent(uri -> call(caller, uri, branch, !(step instanceof WireTapDefinition)));
        if (step instanceof ChoiceDefinition choice) {
            choice.getWhenClauses().forEach(when -> branch(caller, when, when.getOutputs(), branch));
            OtherwiseDefinition otherwise = choice.getOtherwise();
            if (otherwise != null) {
                branch(caller, otherwise, otherwise.getOutputs(), branch);
            }
        } else if (BRANCHES.contains(step.getClass())) {
            branch(caller, step, step.getOutputs(), branch);
        } else {
            step.getOutputs().forEach(below -> step(caller, below, branch));
        }
        if (step instanceof CircuitBreakerDefinition breaker && breaker.getOnFallback() != null) {
            branch(caller, breaker.getOnFallback(), breaker.getOnFallback().getOutputs(), branch);
        }
    }

    /** @param outer the label of the branch around it, which stands for one that has no id */
    private void branch(
            Node caller, OptionalIdentifiedDefinition<?> branch, List<ProcessorDefinition<?>> steps, String outer) {
        String label = branch.hasCustomIdAssigned() ? branch.getId() : outer;
        steps.forEach(step -> step(caller, step, label));
    }

    private void call(Node caller, String uri, String branch, boolean waits) {
        Node target = inside(uri).map(routesByInput::get).orElseGet(() -> new Node(Kind.OUTSIDE, label(uri)));
        edge(caller, target, branch, waits && !uri.startsWith("seda:"));
    }

    private void edge(Node from, Node to, String label, boolean waits) {
        nodes.add(from);
        nodes.add(to);
        edges.add(new Edge(from, to, label, waits));
    }

    /** A name within the set, without options; empty for all that is outside. */
    private Optional<String> inside(String uri) {
        String resolved = model.resolved(uri);
        return RuleModel.INSIDE.stream().anyMatch(resolved::startsWith)
                ? Optional.of(resolved.replaceFirst("\\?.*", "").replaceFirst("^(\\w+:)//", "$1"))
                : Optional.empty();
    }

    /** Placeholders as they are written, since they may stand for secrets, and no options, which may be secrets. */
    private static String label(String uri) {
        return uri.replaceFirst("\\?.*", "").replaceFirst("//[^/@]*@", "//").replaceFirst("^([\\w-]+:)//", "$1");
    }
}
