package dev.hermes.rules;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.processor.aggregate.AggregateProcessor;
import org.apache.camel.spi.RouteStartupOrder;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.service.ServiceHelper;

/**
 * What an {@code aggregate} holds until it is complete. Camel lets it out when a context stops, and then waits for a second at
 * the most, while routes behind it stop: a look-up that takes longer would lose it.
 */
final class HeldGroups {

    private HeldGroups() {}

    /** Completes the groups of all aggregates that are to complete theirs at a stop. */
    static void letOut(CamelContext context) {
        for (AggregateProcessor aggregate : aggregates(context)) {
            if (completesAtStop(context, aggregate)) {
                aggregate.forceCompletionOfAllGroups();
            }
        }
    }

    /** How many groups are complete and on their way. Camel does not count them as in flight. */
    static int underWay(CamelContext context) {
        return aggregates(context).stream()
                .mapToInt(AggregateProcessor::getInProgressCompleteExchanges)
                .sum();
    }

    private static List<AggregateProcessor> aggregates(CamelContext context) {
        return context.getCamelContextExtension().getRouteStartupOrder().stream()
                .map(RouteStartupOrder::getServices)
                .flatMap(List::stream)
                .flatMap(service -> ServiceHelper.getChildServices(service, true).stream())
                .filter(AggregateProcessor.class::isInstance)
                .map(AggregateProcessor.class::cast)
                .toList();
    }

    private static boolean completesAtStop(CamelContext context, AggregateProcessor aggregate) {
        AggregateDefinition definition = context.getCamelContextExtension()
                .getContextPlugin(Model.class)
                .getProcessorDefinition(aggregate.getId(), AggregateDefinition.class);
        return definition != null
                && Boolean.TRUE.equals(CamelContextHelper.parseBoolean(context, definition.getForceCompletionOnStop()));
    }
}
