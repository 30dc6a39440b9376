package dev.hermes.rules;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyNamingStrategy;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Counts and times what goes through each route, on the meters that {@code camel-micrometer} has, by the same names.
 *
 * <p>Its own policy formats a text four times for each route of each message, which took a tenth of the server's time, and
 * removes a route's meters when the route goes: the same route of the next set of rules would count on into meters
 * that nobody reads.
 */
public final class RouteMeters implements RoutePolicyFactory {

    private final MeterRegistry meters;

    public RouteMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
        return new Policy();
    }

    /** Of one route. */
    private final class Policy extends RoutePolicySupport {

        private String begun;
        private Timer timer;
        private Counter total;
        private Counter succeeded;
        private Counter failed;
        private Counter handled;
        private Counter redelivered;

        @Override
        public void onInit(Route route) {
            MicrometerRoutePolicyNamingStrategy names = MicrometerRoutePolicyNamingStrategy.DEFAULT;
            Tags tags = names.getTags(route);
            begun = "HermesBegun-" + route.getId();
            timer = Timer.builder(names.getName(route))
                    .description("Time that exchanges take in a route")
                    .tags(tags)
                    .register(meters);
            total = counter(names.getExchangesTotalName(route), "Exchanges that have left a route", tags);
            succeeded = counter(names.getExchangesSucceededName(route), "Exchanges that a route has completed", tags);
            failed = counter(names.getExchangesFailedName(route), "Exchanges that have failed in a route", tags);
            handled = counter(
                    names.getFailuresHandledName(route), "Failures that error handling of a route has handled", tags);
            redelivered = counter(
                    names.getExternalRedeliveriesName(route), "Exchanges that their source has sent once more", tags);
        }

        private Counter counter(String name, String description, Tags tags) {
            return Counter.builder(name).description(description).tags(tags).register(meters);
        }

        @Override
        public void onExchangeBegin(Route route, Exchange exchange) {
            exchange.setProperty(begun, System.nanoTime());
        }

        @Override
        public void onExchangeDone(Route route, Exchange exchange) {
            if (exchange.removeProperty(begun) instanceof Long start) {
                timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            }
            total.increment();
            if (exchange.isFailed()) {
                failed.increment();
                return;
            }
            succeeded.increment();
            if (ExchangeHelper.isFailureHandled(exchange)) {
                handled.increment();
            }
            if (exchange.isExternalRedelivered()) {
                redelivered.increment();
            }
        }
    }
}
