package dev.hermes.history;

import dev.hermes.notification.Notification;

/**
 * A message with its number in its room.
 *
 * @param at when it was numbered, in ms since 1970
 */
public record Numbered(long number, long at, Message message) {

    /** A notification that has just got its number. */
    public static Numbered of(Notification notification) {
        return new Numbered(notification.number(), 0, Message.of(notification));
    }
}
