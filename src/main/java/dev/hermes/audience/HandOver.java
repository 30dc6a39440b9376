package dev.hermes.audience;

import dev.hermes.notification.Notification;
import dev.hermes.notification.Variables;
import dev.hermes.rules.LastingStep;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * Hands the notification over to the holder of the {@value Variables#RECIPIENTS} variable, through that holder's lane.
 *
 * <p>The exchange goes on at once, so that all holders are told beside each other; {@link AwaitHolders} waits for them. Where
 * nothing waits, as for an answer to one client, this step does.
 */
public final class HandOver extends LastingStep {

    private final Lanes lanes;

    public HandOver(Lanes lanes) {
        this.lanes = lanes;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Recipients recipients = exchange.getVariable(Variables.RECIPIENTS, Recipients.class);
        Delivery delivery = exchange.getVariable(Variables.DELIVERY, Delivery.class);
        if (delivery == null) {
            Notification notification = exchange.getVariable(Variables.NOTIFICATION, Notification.class);
            return goOnAfter(lanes.hand(recipients, new Delivery(notification)), exchange, callback);
        }
        CompletableFuture<?> handed = lanes.hand(recipients, delivery);
        delivery.add(handed);
        callback.done(true);
        return true;
    }
}
