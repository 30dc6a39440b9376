package dev.hermes.notification;

import com.fasterxml.jackson.core.JsonPointer;
import dev.hermes.digest.Sha256;
import dev.hermes.tracing.Trace;
import java.util.Optional;
import java.util.Set;

/**
 * Something to tell those in one room whom it is for. Never changed: what a rule makes of it is another one.
 *
 * @param id under which every node remembers, with the room, that it has delivered it; empty: it is never delivered a
 *     second time
 * @param frame the text that every client gets, to the byte
 * @param sentAt when the queue took it, in ms since 1970 by the queue's clock; {@link #BY_NO_QUEUE} if none did
 * @param number its number in its room, for clients that asked for numbers; 0 if it has none
 * @param trace is told what becomes of it, and of what rules make of it
 */
public record Notification(String id, String roomId, String frame, Aim aim, long sentAt, long number, Trace trace) {

    public static final long BY_NO_QUEUE = Long.MAX_VALUE;

    private static final char OF_A_COPY = '#';
    private static final int DIGITS_OF_A_COPY = 16;

    /** Nobody traces it. */
    public Notification(String id, String roomId, String frame, Aim aim, long sentAt, long number) {
        this(id, roomId, frame, aim, sentAt, number, Trace.NONE);
    }

    /** Without a number, by no queue. */
    public Notification(String id, String roomId, String frame, Aim aim) {
        this(id, roomId, frame, aim, BY_NO_QUEUE, 0);
    }

    /** For everybody in the room, and for this node alone to deliver once. */
    public Notification(String roomId, String frame) {
        this("", roomId, frame, Aim.EVERYBODY);
    }

    public Notification withNumber(long given) {
        return new Notification(id, roomId, frame, aim, sentAt, given, trace);
    }

    /** The same with another text. */
    public Notification withFrame(String text) {
        return new Notification(id, roomId, text, aim, sentAt, number, trace);
    }

    /** The same, of which nobody is told any more. */
    public Notification untraced() {
        return new Notification(id, roomId, frame, aim, sentAt, number);
    }

    /** How the log calls it: by its id, where it has one. */
    public String label() {
        return id.isEmpty() ? "a notification" : "notification " + id;
    }

    public boolean isNumbered() {
        return number > 0;
    }

    // --- what rules read ---

    /** Who sends it, always as text; null if it does not say. */
    public String userId() {
        return new Contents(frame).userId();
    }

    /** The JSON text of the data, to the byte; null if there is none. */
    public String data() {
        return new Contents(frame).data();
    }

    /** The string {@code type} of the data; null if there is none. */
    public String type() {
        return new Contents(frame).type();
    }

    /**
     * A value in the data: a string, a number, a boolean, a list or a map; null where there is none.
     *
     * @param pointer RFC 6901: {@code /order/items/0}
     * @throws IllegalArgumentException if it is no JSON pointer
     */
    public Object value(String pointer) {
        return new Contents(frame).value(JsonPointer.compile(pointer));
    }

    /** For these users alone, of those that it is for. */
    Notification to(Set<String> users) {
        return copy(frame, aim.to(users));
    }

    /** For all that it is for, but these users. */
    Notification except(Set<String> users) {
        return copy(frame, aim.except(users));
    }

    /** For those connections alone, of those that it is for, that have such attributes. */
    Notification where(Where where) {
        return copy(frame, aim.where(where));
    }

    /** @param data JSON text */
    Notification withData(String data) {
        return copy(Notifications.frame(new Contents(frame).userJson(), Optional.of(data)), aim);
    }

    Notification inRoom(String room) {
        return new Notification(id, room, frame, aim, sentAt, 0, trace);
    }

    /**
     * What makes it differ from its original goes into the id. So both may go to one room, and the queue may hand the
     * original out again: the same rules make the same ids of it, in whatever order.
     */
    private Notification copy(String text, Aim whom) {
        if (id.isEmpty()) {
            return new Notification(id, roomId, text, whom, sentAt, 0, trace);
        }
        int end = id.indexOf(OF_A_COPY);
        String original = end < 0 ? id : id.substring(0, end);
        String where = whom.where().isEmpty() ? "" : Contents.json(whom.where());
        String digest = Sha256.hex(Contents.json(whom.to()) + Contents.json(whom.except()) + where + text)
                .substring(0, DIGITS_OF_A_COPY);
        return new Notification(original + OF_A_COPY + digest, roomId, text, whom, sentAt, 0, trace);
    }
}
