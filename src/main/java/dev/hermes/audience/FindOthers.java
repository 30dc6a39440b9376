package dev.hermes.audience;

import static java.util.stream.Collectors.toSet;

import dev.hermes.connection.Attributes;
import dev.hermes.notification.Aim;
import dev.hermes.notification.Notification;
import dev.hermes.notification.Variables;
import dev.hermes.rules.LastingStep;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * Sets the {@value Variables#MEMBERS} variable to the connections of the notification's room that no living process is known to
 * hold: those of API Gateways above all. Reads the index of connections only where there may be some, and their rows only
 * for a notification that asks for attributes.
 *
 * <p>The exchange goes on asynchronously, on a thread of the look-up. It fails as the look-up does. Safe for use by many
 * threads.
 */
public final class FindOthers extends LastingStep {

    private final Audience audience;
    private final GatewayNumbers numbers;
    private final KnownAttributes attributes;
    private final SharedLookUps lookUps;
    private final Duration unlikely;

    /** @param inOrder whether the next notification waits for the end of one */
    public FindOthers(
            Audience audience,
            GatewayNumbers numbers,
            KnownAttributes attributes,
            SharedLookUps lookUps,
            boolean inOrder) {
        this.audience = audience;
        this.numbers = numbers;
        this.attributes = attributes;
        this.lookUps = lookUps;
        this.unlikely = inOrder ? SharedLookUps.AT_ONCE : SharedLookUps.UNHURRIED;
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
        Duration mayWait = audience.expectsOthers(notification.roomId()) ? SharedLookUps.AT_ONCE : unlikely;
        lookUps.ask(notification.roomId(), mayWait, (found, failure) -> {
            if (failure != null) {
                audience.othersFailed(notification.roomId());
                exchange.setException(failure);
                callback.done(false);
            } else {
                goOnAfter(
                        find(found, delivery).thenAccept(members -> exchange.setVariable(Variables.MEMBERS, members)),
                        exchange,
                        callback);
            }
        });
        return false;
    }

    /** Fails with a {@link ClassCastException} if a rule has put something else into the list. */
    private CompletableFuture<List<Recipients>> find(Collection<?> found, Delivery delivery) {
        return CompletableFuture.completedFuture(found).thenCompose(any -> {
            Aim aim = delivery.notification().aim();
            List<Found> holders = found.stream().map(Found.class::cast).toList();
            Set<String> numbered = delivery.numbered().stream()
                    .map(connection -> connection.connection().id())
                    .collect(toSet());
            if (aim.where().isEmpty()) {
                return CompletableFuture.completedFuture(recipients(holders, delivery, numbered, Map.of()));
            }
            List<String> candidates = holders.stream()
                    .flatMap(holder -> holder.candidates(aim, numbered))
                    .toList();
            return attributes.of(candidates).thenApply(known -> recipients(holders, delivery, numbered, known));
        });
    }

    private List<Recipients> recipients(
            List<Found> holders, Delivery delivery, Set<String> numbered, Map<String, Attributes> known) {
        Aim aim = delivery.notification().aim();
        Stream<Recipients> plain = holders.stream()
                .map(holder -> holder.recipients(aim, numbered, known))
                .filter(Objects::nonNull);
        if (numbered.isEmpty()) {
            return plain.toList();
        }
        Set<String> inIndex = holders.stream()
                .flatMap(holder -> holder.users().keySet().stream())
                .collect(toSet());
        List<NumberedConnection> standing = numbers.standing(delivery.numbered(), inIndex);
        return Stream.concat(plain, Holders.recipients(standing, aim).stream()).toList();
    }
}
