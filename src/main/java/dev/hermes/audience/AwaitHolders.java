package dev.hermes.audience;

import dev.hermes.notification.Variables;
import dev.hermes.rules.LastingStep;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/** Lets the exchange go on when every holder that was told has the notification, or does not answer. */
public final class AwaitHolders extends LastingStep {

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Delivery delivery = exchange.getVariable(Variables.DELIVERY, Delivery.class);
        CompletableFuture<Void> handed = delivery.whenAllHaveIt();
        if (handed.isDone()) {
            callback.done(true);
            return true;
        }
        return goOnAfter(handed, exchange, callback);
    }
}
