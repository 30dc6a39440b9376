package dev.hermes.notification;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hermes.id.NumericId;
import dev.hermes.notification.JsonSlices.Slice;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What stands in a frame, read anew by each question: most notifications are never asked. */
final class Contents {

    private static final String USER = "user_id";
    private static final String DATA = "data";
    private static final JsonPointer TYPE = JsonPointer.compile("/type");

    private static final ObjectMapper JSON = new ObjectMapper(JsonSlices.JSON.copy());

    private final JsonSlices slices;

    /** @param frame a JSON object */
    Contents(String frame) {
        try {
            slices = JsonSlices.of(frame, Set.of(USER, DATA)).orElseThrow();
        } catch (IOException e) {
            throw new IllegalStateException("A frame is a JSON object", e);
        }
    }

    Optional<String> userJson() {
        return slices.get(USER).map(Slice::json);
    }

    /** Who sends it, as ids are compared; null if it does not say, or by no string or number. */
    String userId() {
        return slices.get(USER)
                .map(user ->
                        user.kind() == JsonToken.VALUE_STRING || user.kind().isNumeric() ? id(user) : null)
                .orElse(null);
    }

    private static String id(Slice slice) {
        return slice.text() == null ? NumericId.of(slice.json()) : slice.text();
    }

    /** The text of the data, to the byte; null if there is none. */
    String data() {
        return slices.get(DATA).map(Slice::json).orElse(null);
    }

    /** The string {@code type} of the data; null if there is none. */
    String type() {
        return value(TYPE) instanceof String type ? type : null;
    }

    /** The value in the data at a JSON pointer; null where there is none, or JSON's null. */
    Object value(JsonPointer pointer) {
        String data = data();
        if (data == null) {
            return null;
        }
        try {
            return plain(JSON.readTree(data).at(pointer));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A part of a JSON text is JSON", e);
        }
    }

    private static Object plain(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> node.textValue();
            case BOOLEAN -> node.booleanValue();
            // As Camel's Simple compares numbers.
            case NUMBER ->
                node.canConvertToLong() && node.isIntegralNumber()
                        ? (Object) node.longValue()
                        : (Object) node.doubleValue();
            case ARRAY -> JSON.convertValue(node, List.class);
            case OBJECT -> JSON.convertValue(node, Map.class);
            default -> null;
        };
    }

    /**
     * The JSON text of what a rule gives as data: text that is JSON as it stands, other text as a JSON string, and
     * anything else as Jackson writes it.
     */
    static String json(Object data) {
        try {
            if (data instanceof String text) {
                return JsonSlices.isValue(text) ? text : JSON.writeValueAsString(text);
            }
            return JSON.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot be written as JSON: " + data.getClass(), e);
        }
    }

    /** A string or a number as JSON. */
    static String quoted(Object id) {
        return JSON.valueToTree(id).toString();
    }
}
