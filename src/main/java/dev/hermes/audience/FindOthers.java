package dev.hermes.audience;

import static java.util.stream.Collectors.toSet;

import dev.hermes.notification.Notification;
import dev.hermes.notification.Variables;
import dev.hermes.rules.LastingStep;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
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
    private final GatewayNumbers numbers;
    private final SharedLookUps lookUps;

    public FindOthers(Audience audience, GatewayNumbers numbers, SharedLookUps lookUps) {
        this.audience = audience;
        this.numbers = numbers;
        this.lookUps = lookUps;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Notification notification = exchange.getVariable(Variables.NOTIFICATION, Notification.class);
        Delivery delivery = exchange.getVariable(Variables.DELIVERY, Delivery.class);
        if (!audience.beginOthers(notification.roomId()) && delivery.numbered().isEmpty()) {
            exchange.setVariable(Variables.MEMBERS, List.of());
            callback.done(true);
            return true;
        }
        lookUps.ask(notification.roomId(), false, (found, failure) -> {
            exchange.setVariable(Variables.MEMBERS, failure == null ? recipients(found, delivery) : List.of());
            if (failure != null) {
                audience.othersFailed(notification.roomId());
                exchange.setException(failure);
            }
            callback.done(false);
        });
        return false;
    }

    private List<Recipients> recipients(Object found, Delivery delivery) {
        Notification notification = delivery.notification();
        List<Found> holders =
                ((Collection<?>) found).stream().map(Found.class::cast).toList();
        Set<String> numbered = delivery.numbered().stream()
                .map(connection -> connection.connection().id())
                .collect(toSet());
        Stream<Recipients> plain = holders.stream()
                .map(holder -> holder.recipients(notification, numbered))
                .filter(Objects::nonNull);
        if (numbered.isEmpty()) {
            return plain.toList();
        }
        Set<String> known = holders.stream()
                .flatMap(holder -> holder.users().keySet().stream())
                .collect(toSet());
        List<NumberedConnection> standing = numbers.standing(delivery.numbered(), known);
        return Stream.concat(plain, Holders.recipients(standing, notification.aim()).stream())
                .toList();
    }
}
