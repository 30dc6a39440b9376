package dev.hermes.audience;

import dev.hermes.notification.Notification;
import dev.hermes.notification.Variables;
import dev.hermes.rules.LastingStep;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * Sets the {@value Variables#MEMBERS} variable to the connections of the notification's room that no living process is known to
 * hold: those of API Gateways above all. Reads the index of connections only where there may be some.
 *
 * <p>The exchange goes on asynchronously, on a thread of the look-up. It fails as the look-up does. Safe for use by many
 * threads.
 */
public final class FindOthers extends LastingStep {

    private final Audience audience;
    private final SharedLookUps lookUps;

    public FindOthers(Audience audience, SharedLookUps lookUps) {
        this.audience = audience;
        this.lookUps = lookUps;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Notification notification = exchange.getVariable(Variables.NOTIFICATION, Notification.class);
        if (!audience.beginOthers(notification.roomId())) {
            exchange.setVariable(Variables.MEMBERS, List.of());
            callback.done(true);
            return true;
        }
        lookUps.ask(notification.roomId(), false, (found, failure) -> {
            exchange.setVariable(Variables.MEMBERS, failure == null ? recipients(found, notification) : List.of());
            if (failure != null) {
                audience.othersFailed(notification.roomId());
                exchange.setException(failure);
            }
            callback.done(false);
        });
        return false;
    }

    private static List<Recipients> recipients(Object found, Notification notification) {
        return ((Collection<?>) found)
                .stream()
                        .map(Found.class::cast)
                        .map(holder -> holder.recipients(notification))
                        .filter(Objects::nonNull)
                        .toList();
    }
}
