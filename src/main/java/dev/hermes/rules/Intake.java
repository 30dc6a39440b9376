package dev.hermes.rules;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.Route;
import org.apache.camel.support.ScheduledPollConsumer;
import org.apache.camel.support.service.ServiceHelper;

/** The routes of a set of rules that take in from outside: a timer, a listener, a queue. */
final class Intake {

    /** A stop would stop the steps of their routes as well, and with them what is under way. */
    private static final List<String> PAUSED = List.of("timer:", "platform-http:");

    private final CamelContext context;
    private final List<Route> routes = new ArrayList<>();

    Intake(CamelContext context) {
        this.context = context;
    }

    void add(Route route) {
        routes.add(route);
    }

    void open() throws Exception {
        for (Route route : routes) {
            try {
                context.getRouteController().startRoute(route.getId());
            } catch (Exception e) {
                // Camel does not always say which.
                throw new FailedToStartRouteException(route.getId(), String.valueOf(e.getMessage()), e);
            }
        }
    }

    /** Takes in nothing more; what is under way goes on. Does not wait. */
    void quiet() {
        routes.stream().map(Route::getConsumer).forEach(consumer -> {
            if (pauses(consumer)) {
                ServiceHelper.suspendService(consumer);
            } else {
                // Suspended, a listener would keep its port.
                ServiceHelper.stopService(consumer);
            }
        });
    }

    /** Undoes {@link #quiet}. */
    void reopen() {
        routes.stream().map(Route::getConsumer).forEach(consumer -> {
            if (pauses(consumer)) {
                ServiceHelper.resumeService(consumer);
            } else {
                ServiceHelper.startService(consumer);
            }
        });
    }

    private static boolean pauses(Consumer consumer) {
        return consumer instanceof ScheduledPollConsumer
                || PAUSED.stream().anyMatch(consumer.getEndpoint().getEndpointUri()::startsWith);
    }
}
