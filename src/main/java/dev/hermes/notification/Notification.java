package dev.hermes.notification;

/**
 * Something to tell those in one room whom it is for.
 *
 * @param id under which every node remembers that it has delivered it; empty: it is never delivered a second time
 * @param frame the text that every client gets, to the byte
 */
public record Notification(String id, String roomId, String frame, Aim aim) {

    /** For everybody in the room, and for this node alone to deliver once. */
    public Notification(String roomId, String frame) {
        this("", roomId, frame, Aim.EVERYBODY);
    }
}
