package dev.hermes.audience;

import dev.hermes.notification.Notification;
import java.util.List;

/**
 * One notification for those at one holder whom it is for.
 *
 * @param connectionIds empty for a process, which knows its own
 */
public record Push(Notification notification, List<String> connectionIds, Delivery delivery) {

    int characters() {
        return notification.frame().length();
    }

    /** The one with the higher number. */
    static Push later(Push one, Push other) {
        return one.notification.number() > other.notification.number() ? one : other;
    }
}
