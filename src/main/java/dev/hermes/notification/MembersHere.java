package dev.hermes.notification;

import dev.hermes.connection.Gateways;
import dev.hermes.rules.LastingStep;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/** Sets the {@value FindMembers#MEMBERS} variable to the connections of the notification's room that this node holds itself. */
public final class MembersHere extends LastingStep {

    private final Gateways gateways;

    public MembersHere(Gateways gateways) {
        this.gateways = gateways;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Notification notification = exchange.getVariable("notification", Notification.class);
        exchange.setVariable(FindMembers.MEMBERS, gateways.here(notification.roomId()));
        callback.done(true);
        return true;
    }
}
