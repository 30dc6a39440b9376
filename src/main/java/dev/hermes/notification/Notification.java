package dev.hermes.notification;

/**
 * Something to tell those in one room whom it is for.
 *
 * @param id under which every node remembers that it has delivered it; empty: it is never delivered a second time
 * @param frame the text that every client gets, to the byte
 * @param sentAt when the queue took it, in ms since 1970 by the queue's clock; {@link #BY_NO_QUEUE} if none did
 * @param number its number in its room, for clients that asked for numbers; 0 if it has none
 */
public record Notification(String id, String roomId, String frame, Aim aim, long sentAt, long number) {

    public static final long BY_NO_QUEUE = Long.MAX_VALUE;

    /** Without a number, by no queue. */
    public Notification(String id, String roomId, String frame, Aim aim) {
        this(id, roomId, frame, aim, BY_NO_QUEUE, 0);
    }

    /** For everybody in the room, and for this node alone to deliver once. */
    public Notification(String roomId, String frame) {
        this("", roomId, frame, Aim.EVERYBODY);
    }

    public Notification withNumber(long given) {
        return new Notification(id, roomId, frame, aim, sentAt, given);
    }

    /** The same with another text. */
    public Notification withFrame(String text) {
        return new Notification(id, roomId, text, aim, sentAt, number);
    }

    /** How the log calls it: by its id, where it has one. */
    public String label() {
        return id.isEmpty() ? "a notification" : "notification " + id;
    }

    public boolean isNumbered() {
        return number > 0;
    }
}
