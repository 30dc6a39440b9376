package dev.hermes.audience;

import dev.hermes.notification.Notification;
import dev.hermes.notification.Variables;
import dev.hermes.rules.LastingStep;
import java.util.List;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * Sets the {@value Variables#MEMBERS} variable to the other processes that hold connections of the notification's room.
 *
 * <p>The exchange goes on asynchronously, on a thread of the look-up. It fails as the look-up does. Safe for use by many
 * threads.
 */
public final class FindNodes extends LastingStep {

    private final SharedLookUps lookUps;

    public FindNodes(SharedLookUps lookUps) {
        this.lookUps = lookUps;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        String room =
                exchange.getVariable(Variables.NOTIFICATION, Notification.class).roomId();
        // Where those on this node have been served, nobody waits as long as the look-up takes.
        boolean mayWait = exchange.getVariable(Variables.RECIPIENTS) != null;
        lookUps.ask(room, mayWait, (nodes, failure) -> {
            exchange.setVariable(Variables.MEMBERS, nodes == null ? List.of() : nodes);
            if (failure != null) {
                exchange.setException(failure);
            }
            callback.done(false);
        });
        return false;
    }
}
