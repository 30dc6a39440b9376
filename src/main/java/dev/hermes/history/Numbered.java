package dev.hermes.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hermes.connection.Connection;
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

    /** Whether a connection is to be told of it: of one that is not kept, every one is. */
    boolean isFor(Connection connection) {
        return !message.isKept() || message.aim().includes(connection);
    }

    /**
     * The frame with its number; where it is not kept, one that says that a message is missing.
     *
     * @param head the last number of the room, as far as is known
     */
    String frame(long head) {
        return message.isKept() ? NumberedFrame.of(message.frame(), number) : missing(head);
    }

    /** The same; where the frame is longer than that, one that says that a message is missing. */
    public String frameWithin(int mostBytes) {
        String frame = frame(number);
        return frame.getBytes(UTF_8).length <= mostBytes ? frame : missing(number);
    }

    private String missing(long head) {
        return Opening.reload(head, number + 1).frame();
    }
}
