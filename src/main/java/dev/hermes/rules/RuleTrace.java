package dev.hermes.rules;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.DelayDefinition;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.OtherwiseDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/** Writes down which steps run, in their order. A step that only passes time passes none. */
public final class RuleTrace implements InterceptStrategy {

    /** Of an exchange: how many steps it is in. A copy has it from its original, whenever it runs. */
    private static final String DEPTH = "hermesDepth";

    private final List<Step> steps = new ArrayList<>();

    /**
     * @param depth how many steps it runs inside
     * @param what the kind of the step, and what it names
     * @param outcome of a filter: whether the exchange passes; of a step in a branch: which; of a failed step: why
     * @param file its name in the folder of rules
     */
    public record Step(int depth, String route, String id, String what, String outcome, String file, int line) {

        private Step withOutcome(String told) {
            return new Step(depth, route, id, what, outcome.isEmpty() ? told : outcome + ", " + told, file, line);
        }
    }

    public synchronized List<Step> steps() {
        return List.copyOf(steps);
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        if (!(definition instanceof ProcessorDefinition<?> step)) {
            return target;
        }
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                int depth = exchange.getProperty(DEPTH, 0, Integer.class);
                int place = begin(step, depth);
                if (step instanceof DelayDefinition) {
                    end(place, "not waited for");
                    callback.done(true);
                    return true;
                }
                exchange.setProperty(DEPTH, depth + 1);
                return super.process(exchange, synchronously -> {
                    exchange.setProperty(DEPTH, depth);
                    end(place, outcome(step, place, exchange));
                    callback.done(synchronously);
                });
            }
        };
    }

    private synchronized int begin(ProcessorDefinition<?> step, int depth) {
        steps.add(new Step(
                depth,
                route(step),
                String.valueOf(step.getId()),
                what(step),
                branch(step),
                file(step),
                step.getLineNumber()));
        return steps.size() - 1;
    }

    private synchronized void end(int place, String outcome) {
        if (!outcome.isEmpty()) {
            steps.set(place, steps.get(place).withOutcome(outcome));
        }
    }

    private synchronized String outcome(ProcessorDefinition<?> step, int place, Exchange exchange) {
        if (step instanceof FilterDefinition) {
            return steps.size() > place + 1 ? "passes" : "does not pass";
        }
        Exception failure = exchange.getException();
        return failure == null ? "" : "fails: " + failure.getMessage();
    }

    /** The branch that a choice took, where the step is the first of it. */
    private static String branch(ProcessorDefinition<?> step) {
        for (ProcessorDefinition<?> above = step.getParent(); above != null; above = above.getParent()) {
            if (above instanceof ChoiceDefinition choice) {
                return branch(choice, step);
            }
        }
        return "";
    }

    private static String branch(ChoiceDefinition choice, ProcessorDefinition<?> step) {
        for (WhenDefinition when : choice.getWhenClauses()) {
            if (when.getOutputs().indexOf(step) == 0) {
                return "branch " + when.getId();
            }
        }
        OtherwiseDefinition otherwise = choice.getOtherwise();
        return otherwise != null && otherwise.getOutputs().indexOf(step) == 0 ? "branch " + otherwise.getId() : "";
    }

    private static String what(ProcessorDefinition<?> step) {
        String kind = step.getShortName();
        if (step instanceof ChoiceDefinition) {
            return kind;
        }
        return step.getLabel().startsWith(kind) ? step.getLabel() : kind + " " + step.getLabel();
    }

    private static String route(ProcessorDefinition<?> step) {
        RouteDefinition route = ProcessorDefinitionHelper.getRoute(step);
        return route == null ? "" : route.getId();
    }

    private static String file(ProcessorDefinition<?> step) {
        String location = String.valueOf(step.getLocation());
        return location.substring(location.lastIndexOf('/') + 1);
    }
}
