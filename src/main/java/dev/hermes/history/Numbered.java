package dev.hermes.history;

import static java.nio.charset.StandardCharsets.UTF_8;

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

    /** The frame with its number; where it is not kept, or longer than that, one that says that a message is missing. */
    public String frame(int mostBytes) {
        if (message.isKept()) {
            String frame = NumberedFrame.of(message.frame(), number);
            if (frame.getBytes(UTF_8).length <= mostBytes) {
                return frame;
            }
        }
        return Opening.reload(number, number + 1).frame();
    }
}
