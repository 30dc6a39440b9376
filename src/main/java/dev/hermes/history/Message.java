package dev.hermes.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hermes.notification.Aim;
import dev.hermes.notification.Notification;
import dev.hermes.notification.Where;
import java.util.Set;

/**
 * One message, as the history of its room keeps it.
 *
 * @param id under which the queue may hand it out again; empty if it can come only once
 * @param sentAt when the queue took it, in ms since 1970 by the queue's clock; {@link #UNSENT} if it came by no queue
 * @param frame the plain frame; null if it was too long to be kept
 */
public record Message(String id, long sentAt, String frame, Aim aim) {

    /** No queue knows it, so no copy of it can be in the history already. */
    public static final long UNSENT = Notification.BY_NO_QUEUE;

    /** What is kept of one message, and what one row holds, in bytes. A row of DynamoDB ends at 400 KB. */
    static final int MOST_BYTES = 350 * 1024;

    /** The names of attributes and what DynamoDB adds to each. */
    private static final int OVERHEAD = 40;

    public static Message of(Notification notification) {
        return new Message(notification.id(), notification.sentAt(), notification.frame(), notification.aim());
    }

    /** What the history takes of it: itself, or its id alone if it is too long. */
    Message kept() {
        return bytes() > MOST_BYTES ? new Message(id, sentAt, null, Aim.EVERYBODY) : this;
    }

    boolean isKept() {
        return frame != null;
    }

    int characters() {
        return frame == null ? 0 : frame.length();
    }

    /** The text and whom it is for, in bytes of UTF-8. */
    int bytes() {
        int text = frame == null ? 0 : frame.getBytes(UTF_8).length;
        return text
                + bytes(aim.to())
                + bytes(aim.except())
                + aim.where().stream().mapToInt(Message::bytes).sum();
    }

    /** What it takes in a row. */
    int bytesInRow() {
        return bytes() + id.length() + OVERHEAD;
    }

    private static int bytes(Where where) {
        return OVERHEAD + where.attribute().getBytes(UTF_8).length + bytes(where.values());
    }

    private static int bytes(Set<String> texts) {
        return texts == null
                ? 0
                : texts.stream()
                        .mapToInt(text -> text.getBytes(UTF_8).length + 3)
                        .sum();
    }
}
