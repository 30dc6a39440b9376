package dev.hermes.notification;

import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.InflightRepository;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;

/**
 * Lets the queue be read only while there is room for what it may give.
 *
 * <p>Asked before each receive rather than after: a message that was received and then had to wait would use up its
 * visibility time-out, and come again while it waits.
 */
public final class Admission extends DefaultPollingConsumerPollStrategy {

    private final InflightRepository inFlight;
    private final String routeId;
    private final int most;

    /** @param most exchanges of the route under way, beyond which nothing is received */
    public Admission(InflightRepository inFlight, String routeId, int most) {
        this.inFlight = inFlight;
        this.routeId = routeId;
        this.most = most;
    }

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        return inFlight.size(routeId) < most;
    }
}
