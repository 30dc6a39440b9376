package dev.hermes.revocation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How one node tells another of a notice: {@code {"id":…,"user_id":…,"room_id":…}}, answered with {@code {"rooms":[…]}}. */
final class NoticeCall {

    static final String PATH = "/revocations";

    private static final ObjectMapper JSON = new ObjectMapper();

    private NoticeCall() {}

    static String write(Notice notice) {
        ObjectNode call = JSON.createObjectNode().put("id", notice.id()).put("user_id", notice.userId());
        if (notice.roomId() != null) {
            call.put("room_id", notice.roomId());
        }
        return call.toString();
    }

    /** @throws IllegalArgumentException if it is no such call */
    static Notice read(byte[] body) {
        try {
            JsonNode call = JSON.readTree(body);
            return new Notice(
                    call.required("id").textValue(),
                    call.required("user_id").textValue(),
                    call.path("room_id").textValue());
        } catch (IOException e) {
            throw new IllegalArgumentException("The body is not JSON", e);
        }
    }

    static List<String> rooms(String answer) {
        try {
            List<String> rooms = new ArrayList<>();
            JSON.readTree(answer).path("rooms").forEach(room -> rooms.add(room.asText()));
            return rooms;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The answer is not JSON", e);
        }
    }
}
