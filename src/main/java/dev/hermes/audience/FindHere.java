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
        Notification notification = exchange.getVariable(Variables.NOTIFICATION, Notification.class);
        Recipients here = audience.here(notification);
        // A queue may hand out a message again, for others who have not had it yet.
        boolean first = here != null && delivered.isFirst(notification);
        exchange.setVariable(Variables.RECIPIENTS, first ? here : null);
        exchange.setVariable(Variables.DELIVERY, new Delivery(notification));
        callback.done(true);
        return true;
    }
}
