package dev.hermes.notification;

import dev.hermes.id.NumericId;
import dev.hermes.log.LogInterval;
import dev.hermes.notification.JsonSlices.Slice;
import dev.hermes.tracing.Trace;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what back ends put on the queue: {@code {"user_id": …, "room_id": …, "data": …}}. */
public final class Notifications {

    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);

    private static final String USER = "user_id";
    private static final String ROOM = "room_id";
    private static final String DATA = "data";
    private static final String HERMES = "hermes";
    private static final String SENT_AT = "SentTimestamp";
    private static final String MESSAGE_ID = "CamelAwsSqsMessageId";
    private static final int MOST_DIGITS_TO_LOG = 40;

    private final LogInterval rewritten = new LogInterval(Duration.ofMinutes(1), System::nanoTime);

    /**
     * @param id of the message that carried the body
     * @param sentAt when the queue took it, in ms since 1970
     * @param given null: nobody traces it
     * @throws UnreadableNotification if the body is not a JSON object, names no room, or aims at what are no users
     */
    public Notification read(
            @Body String body,
            @Header(MESSAGE_ID) String id,
            @Header(SENT_AT) Long sentAt,
            @Header(Trace.HEADER) Trace given) {
        Trace trace = given == null ? Trace.NONE : given;
        JsonSlices slices = parse(body);
        String room = room(slices.get(ROOM), id);
        trace.room(room);
        return new Notification(
                id == null ? "" : id,
                room,
                frame(slices.get(USER).map(Slice::json), slices.get(DATA).map(Slice::json)),
                AimReader.read(slices.get(HERMES)),
                sentAt == null ? Notification.BY_NO_QUEUE : sentAt,
                0,
                trace);
    }

    Notification read(String body, String id) {
        return read(body, id, null, null);
    }

    /** The frame that a client gets. What is missing is left out; what is there stands as it came, to the byte. */
    static String frame(Optional<String> userJson, Optional<String> dataJson) {
        StringJoiner frame = new StringJoiner(",", "{", "}");
        userJson.ifPresent(user -> frame.add("\"" + USER + "\":" + user));
        dataJson.ifPresent(data -> frame.add("\"" + DATA + "\":" + data));
        return frame.toString();
    }

    private static JsonSlices parse(String body) {
        try {
            return JsonSlices.of(body, Set.of(USER, ROOM, DATA, HERMES))
                    .orElseThrow(() -> new UnreadableNotification("The body is not a JSON object"));
        } catch (IOException e) {
            throw new UnreadableNotification("The body is not JSON");
        }
    }

    private String room(Optional<Slice> slice, String id) {
        Slice room = slice.orElseThrow(() -> new UnreadableNotification("The body has no 'room_id'"));
        switch (room.kind()) {
            case VALUE_STRING:
                return RoomIds.checked(room.text());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT:
                return RoomIds.checked(number(room.json(), id));
            default:
                throw new UnreadableNotification("'room_id' must be a string or a number, not " + name(room));
        }
    }

    /** A sender that counts in floating point reaches a room whose name is not what it wrote: an operator wants to know. */
    private String number(String json, String id) {
        String room = NumericId.of(json);
        if (!room.equals(json)) {
            rewritten.log(more -> LOG.info(
                    "Notification {} with the room_id {} goes to room '{}', as ECMAScript prints that number;"
                            + " {} more since the last such line",
                    id,
                    json.substring(0, Math.min(json.length(), MOST_DIGITS_TO_LOG)),
                    room,
                    more));
        }
        return room;
    }

    private static String name(Slice slice) {
        return switch (slice.kind()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            default -> slice.json().toLowerCase(Locale.ROOT);
        };
    }
}
