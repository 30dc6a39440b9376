package dev.hermes.audience;

import dev.hermes.notification.Notification;
import dev.hermes.notification.Variables;
import dev.hermes.rules.LastingStep;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * Begins a delivery: sets the {@value Variables#RECIPIENTS} variable to the connections on this node that the notification is for,
 * or to null if there are none, or if they have had it already.
 */
public final class FindHere extends LastingStep {

    private final Audience audience;
    private final Delivered delivered;

    public FindHere(Audience audience, Delivered delivered) {
        this.audience = audience;
        this.delivered = delivered;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Object given = exchange.getVariable(Variables.NOTIFICATION);
        if (!(given instanceof Notification notification)) {
            exchange.setException(new IllegalStateException("The variable '" + Variables.NOTIFICATION
                    + "' must hold a notification, and a rule has put "
                    + (given == null ? "nothing" : "a " + given.getClass().getSimpleName()) + " there"));
            callback.done(true);
            return true;
        }
        Recipients here = audience.here(notification);
        // A queue may hand out a message again, for others who have not had it yet.
        boolean first = here != null && delivered.isFirst(notification);
        exchange.setVariable(Variables.RECIPIENTS, first ? here : null);
        exchange.setVariable(Variables.DELIVERY, new Delivery(notification));
        callback.done(true);
        return true;
    }
}
