package dev.hermes.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hermes.notification.Aim;
import dev.hermes.notification.Notification;
import dev.hermes.notification.Where;
import dev.hermes.tracing.Tracing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one process tells another of a room: {@code {"room":R,"pushes":[{"id":…,"frame":…,"seq":…,"to":[…],"except":[…],"where":[…]}]}},
 * with {@code to}, {@code except} and {@code where} ({@link Where}) where a notification is not for everybody, {@code seq}
 * where it has a number, and {@code traceparent} where it is traced. A frame that is empty only tells that numbers up to
 * {@code seq} were given.
 */
final class PushBatch {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TRACE = "traceparent";

    private PushBatch() {}

    static String write(String room, List<Notification> notifications) {
        ObjectNode batch = JSON.createObjectNode().put("room", room);
        ArrayNode pushes = batch.putArray("pushes");
        for (Notification notification : notifications) {
            ObjectNode push = pushes.addObject().put("id", notification.id()).put("frame", notification.frame());
            if (notification.isNumbered()) {
                push.put("seq", notification.number());
            }
            String trace = notification.trace().parent();
            if (trace != null) {
                push.put(TRACE, trace);
            }
            Aim aim = notification.aim();
            if (aim.to() != null) {
                aim.to().forEach(push.putArray("to")::add);
            }
            if (!aim.except().isEmpty()) {
                aim.except().forEach(push.putArray("except")::add);
            }
            if (!aim.where().isEmpty()) {
                push.set("where", JSON.valueToTree(aim.where()));
            }
        }
        return batch.toString();
    }

    /**
     * Begins a trace for each of them that has one where it comes from.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    static List<Notification> read(byte[] body, Tracing tracing) {
        try {
            JsonNode batch = JSON.readTree(body);
            String room = text(batch, "room");
            List<Notification> notifications = new ArrayList<>();
            for (JsonNode push : batch.required("pushes")) {
                String id = text(push, "id");
                notifications.add(new Notification(
                        id,
                        room,
                        text(push, "frame"),
                        aim(push),
                        Notification.BY_NO_QUEUE,
                        push.path("seq").longValue(),
                        tracing.pushed(id, room, push.path(TRACE).textValue())));
            }
            return notifications;
        } catch (IOException e) {
            throw new IllegalArgumentException("The body is not JSON", e);
        }
    }

    private static Aim aim(JsonNode push) {
        Set<String> to = push.has("to") ? texts(push.get("to")) : null;
        Set<String> except = push.has("except") ? texts(push.get("except")) : Set.of();
        List<Where> where = new ArrayList<>();
        push.path("where")
                .forEach(each -> where.add(new Where(
                        text(each, "attribute"),
                        texts(each.required("values")),
                        each.path("except").booleanValue())));
        return new Aim(to, except, where);
    }

    private static String text(JsonNode object, String key) {
        JsonNode value = object.required(key);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("'" + key + "' must be a string");
        }
        return value.textValue();
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new HashSet<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
