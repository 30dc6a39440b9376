package dev.hermes.audience;

import com.github.benmanes.caffeine.cache.Cache;
import dev.hermes.cache.Caches;
import dev.hermes.notification.Notification;
import dev.hermes.notification.Variables;
import dev.hermes.rules.LastingStep;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * Sets the {@value Variables#MEMBERS} variable to the other processes that hold connections of the notification's room. In a
 * room whose messages are counted it numbers the notification before that: whoever is not found then, finds the message
 * in the history. Notifications of a room get their numbers in the order in which they came.
 *
 * <p>The exchange goes on asynchronously, on a thread of the look-up. It fails as the look-up does. Safe for use by many
 * threads.
 */
public final class FindNodes extends LastingStep {

    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final long MOST_ROOMS = 100_000;

    private final SharedLookUps lookUps;
    private final Numbering numbering;
    /** By room, those of which the look-up has to show whether they get numbers. */
    private final Map<String, Integer> undecided = new ConcurrentHashMap<>();
    /** Rooms that had members on no other node when they were last looked up. */
    private final Cache<String, Boolean> alone = Caches.builder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(MOST_ROOMS)
            .build();

    private final Duration unlikely;

    /** @param inOrder whether the next notification waits for the end of one */
    public FindNodes(SharedLookUps lookUps, Numbering numbering, boolean inOrder) {
        this.lookUps = lookUps;
        this.numbering = numbering;
        this.unlikely = inOrder ? SharedLookUps.SHORTLY : SharedLookUps.UNHURRIED;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Notification notification = exchange.getVariable(Variables.NOTIFICATION, Notification.class);
        // A client may have said meanwhile that the room is counted, but older ones do not know that yet.
        if (numbering.isDue(notification) && !undecided.containsKey(notification.roomId())) {
            numberAndFind(notification, exchange, callback);
            return false;
        }
        undecided.merge(notification.roomId(), 1, Integer::sum);
        lookUps.ask(notification.roomId(), mayWait(notification, exchange), (nodes, failure) -> {
            try {
                // The look-up may have shown that the room is counted.
                if (failure == null && numbering.isDue(notification)) {
                    numberAndFind(notification, exchange, callback);
                } else {
                    goOn(notification, nodes, failure, exchange, callback);
                }
            } finally {
                undecided.computeIfPresent(notification.roomId(), (room, count) -> count == 1 ? null : count - 1);
            }
        });
        return false;
    }

    /** Where those on this node have been served, nobody waits as long as the look-up takes, and hardly anybody if they are all. */
    private Duration mayWait(Notification notification, Exchange exchange) {
        if (exchange.getVariable(Variables.RECIPIENTS) == null) {
            return SharedLookUps.AT_ONCE;
        }
        return alone.getIfPresent(notification.roomId()) == null ? SharedLookUps.SHORTLY : unlikely;
    }

    private void numberAndFind(Notification notification, Exchange exchange, AsyncCallback callback) {
        numbering.number(notification).whenComplete((numbered, refusal) -> {
            if (refusal != null) {
                exchange.setException(refusal);
                callback.done(false);
                return;
            }
            exchange.setVariable(Variables.NOTIFICATION, numbered);
            exchange.setVariable(Variables.DELIVERY, new Delivery(numbered));
            lookUps.ask(
                    notification.roomId(),
                    SharedLookUps.AT_ONCE,
                    (nodes, failure) -> goOn(notification, nodes, failure, exchange, callback));
        });
    }

    private void goOn(
            Notification notification,
            Collection<?> found,
            Exception failure,
            Exchange exchange,
            AsyncCallback callback) {
        if (failure == null) {
            take(notification, Holders.of(found), exchange);
        } else {
            alone.invalidate(notification.roomId());
            exchange.setException(failure);
        }
        callback.done(false);
    }

    private void take(Notification notification, Holders holders, Exchange exchange) {
        if (holders.nodes().isEmpty() && holders.numbered().isEmpty()) {
            alone.put(notification.roomId(), true);
        } else {
            alone.invalidate(notification.roomId());
        }
        exchange.setVariable(Variables.MEMBERS, holders.nodes());
        Delivery delivery = exchange.getVariable(Variables.DELIVERY, Delivery.class);
        if (delivery.notification().isNumbered()) {
            // FindOthers tells them, when it knows which of them still stand.
            delivery.numbered(holders.numbered());
        }
    }
}
