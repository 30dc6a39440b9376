package dev.hermes.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hermes.id.NumericId;

/** What can be the name of a room. */
final class RoomIds {

    /** A partition key of DynamoDB, in bytes. A longer one would be refused at every try, and tried for ever. */
    static final int LONGEST = 2048;

    private RoomIds() {}

    /** @throws UnreadableNotification if it is empty or too long */
    static String checked(String room) {
        if (room.isEmpty()) {
            throw new UnreadableNotification("'room_id' is empty");
        }
        if (room.getBytes(UTF_8).length > LONGEST) {
            throw new UnreadableNotification("'room_id' is longer than " + LONGEST + " bytes");
        }
        return room;
    }

    /** @throws UnreadableNotification if it is no string and no number, or as {@link #checked} */
    static String of(Object room) {
        if (room instanceof Number number) {
            return NumericId.of(number);
        }
        if (room instanceof String text) {
            return checked(text);
        }
        throw new UnreadableNotification("A rule names a room that is neither a string nor a number");
    }
}
