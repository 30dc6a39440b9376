package dev.hermes.rules;

import org.apache.camel.CamelContext;
import org.apache.camel.Service;
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

    /** Completes the groups of all aggregates that are to complete theirs at a stop. What comes of them is under way then. */
    static void letOut(CamelContext context) {
        for (RouteStartupOrder route : context.getCamelContextExtension().getRouteStartupOrder()) {
            for (Service service : route.getServices()) {
                for (Service child : ServiceHelper.getChildServices(service, true)) {
                    if (child instanceof AggregateProcessor aggregate && completesAtStop(context, aggregate)) {
                        aggregate.forceCompletionOfAllGroups();
                    }
                }
            }
        }
    }

    private static boolean completesAtStop(CamelContext context, AggregateProcessor aggregate) {
        AggregateDefinition definition = context.getCamelContextExtension()
                .getContextPlugin(Model.class)
                .getProcessorDefinition(aggregate.getId(), AggregateDefinition.class);
        return definition != null
                && Boolean.TRUE.equals(CamelContextHelper.parseBoolean(context, definition.getForceCompletionOnStop()));
    }
}
