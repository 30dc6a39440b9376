package dev.hermes.audience;

import com.github.benmanes.caffeine.cache.Cache;
import dev.hermes.cache.Caches;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.model.LoopDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.support.ExchangeHelper;

/**
 * Whether the route of a look-up reads its rows as it is delivered: it begins, and repeats one query until nothing is left.
 * Only then may they be read in another way. A rule that asks another table, or changes what was read, is run as it stands.
 *
 * @param begin the name of the step that begins
 * @param query the address of the query
 * @param keep the name of the step that takes what was read
 * @param known by route that runs
 */
record UnchangedReading(String begin, String query, String keep, Cache<Route, Boolean> known) {

    static final UnchangedReading OF_HOLDERS =
            new UnchangedReading("beginHolders", "aws2-ddb:{{hermes.rooms.table}}?operation=Query", "keepHolders");
    static final UnchangedReading OF_CONNECTIONS = new UnchangedReading(
            "beginConnections", "aws2-ddb:{{hermes.connections.table}}?operation=Query", "keepConnections");

    UnchangedReading(String begin, String query, String keep) {
        this(begin, query, keep, Caches.builder().weakKeys().build());
    }

    boolean isOf(Exchange exchange) {
        Route route = ExchangeHelper.getRoute(exchange);
        // A route that runs has let go of its definition; the context has it.
        return route != null && known.get(route, any -> isUnchanged(definition(route)));
    }

    private static RouteDefinition definition(Route route) {
        return route.getCamelContext()
                .getCamelContextExtension()
                .getContextPlugin(Model.class)
                .getRouteDefinition(route.getRouteId());
    }

    /** @param route null if it is not known */
    boolean isUnchanged(RouteDefinition route) {
        if (route == null) {
            return false;
        }
        // In a route that runs, what its configuration does with failures comes first.
        List<ProcessorDefinition<?>> steps = route.getOutputs().stream()
                .dropWhile(step -> step instanceof OnExceptionDefinition)
                .toList();
        return steps.size() >= 2
                && isBean(steps.get(0), begin)
                && steps.get(1) instanceof LoopDefinition loop
                && loop.getOutputs().size() == 2
                && loop.getOutputs().get(0) instanceof ToDefinition to
                && query.equals(to.getEndpointUri())
                && isBean(loop.getOutputs().get(1), keep);
    }

    private static boolean isBean(ProcessorDefinition<?> step, String name) {
        return step instanceof ProcessDefinition process && name.equals(process.getRef());
    }
}
