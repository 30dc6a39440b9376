package dev.hermes.rules;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicy;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyConfiguration;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyFactory;
import org.apache.camel.spi.RoutePolicy;

/**
 * Counts what the routes of a set of rules do, on meters that outlive the set.
 *
 * <p>Camel's own policy removes a route's meters when the route goes; the same route of the next set would count on into
 * meters that nobody reads.
 */
final class LastingMeters extends MicrometerRoutePolicyFactory {

    LastingMeters(MeterRegistry meters) {
        setMeterRegistry(meters);
        MicrometerRoutePolicyConfiguration configuration = new MicrometerRoutePolicyConfiguration();
        // These would be one more for each set.
        configuration.setContextEnabled(false);
        setPolicyConfiguration(configuration);
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
        MicrometerRoutePolicy policy = new MicrometerRoutePolicy(this) {
            @Override
            public void onRemove(Route removed) {
                // Stays: the next set's route of this id counts on.
            }
        };
        policy.setMeterRegistry(getMeterRegistry());
        policy.setPrettyPrint(isPrettyPrint());
        policy.setSkipCamelInfo(isSkipCamelInfo());
        policy.setDurationUnit(getDurationUnit());
        policy.setNamingStrategy(getNamingStrategy());
        policy.setConfiguration(getPolicyConfiguration());
        return policy;
    }
}
