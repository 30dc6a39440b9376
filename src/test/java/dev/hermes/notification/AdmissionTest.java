package dev.hermes.notification;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultInflightRepository;
import org.apache.camel.spi.InflightRepository;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private static final String ROUTE = "notifications";

    private final InflightRepository inFlight = new DefaultInflightRepository();
    private final Admission admission = new Admission(inFlight, ROUTE, 2);

    AdmissionTest() {
        inFlight.addRoute(ROUTE);
        inFlight.addRoute("message");
    }

    @Test
    void letsTheQueueBeReadWhileThereIsRoom() {
        underWay(ROUTE);

        assertThat(admission.begin(null, null)).isTrue();
    }

    @Test
    void holdsTheQueueOffOnceThereIsNone() {
        underWay(ROUTE);
        underWay(ROUTE);

        assertThat(admission.begin(null, null)).isFalse();
    }

    @Test
    void letsTheQueueBeReadAgainWhenOneIsDone() {
        underWay(ROUTE);
        Exchange second = underWay(ROUTE);

        inFlight.remove(second, ROUTE);

        assertThat(admission.begin(null, null)).isTrue();
    }

    @Test
    void countsItsOwnRouteAlone() {
        underWay("message");
        underWay("message");

        assertThat(admission.begin(null, null)).isTrue();
    }

    private Exchange underWay(String route) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        inFlight.add(exchange, route);
        return exchange;
    }
}
