package dev.hermes.notification;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Some values of a JSON object, as they stand in its text.
 *
 * <p>What is passed on is the slice of the text, not a tree written out again: numbers keep their format, objects their
 * order, strings their escapes. The whole text is checked to be one JSON object and nothing after it.
 */
final class JsonSlices {

    // The text is bounded before it comes here (a queue's body, a frame), so its inner sizes need no bound of their
    // own.
    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            // Names are a stranger's: none of them goes into the table that all parsers share.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private final Map<String, Slice> slices;

    private JsonSlices(Map<String, Slice> slices) {
        this.slices = slices;
    }

    /** One value: its kind, its JSON text, and, if it is a string, what that says. */
    record Slice(JsonToken kind, String json, String text) {}

    /**
     * The values of {@code keys} in the object that {@code text} is. Of a key that comes twice, the last counts.
     *
     * @return empty if the text starts as another JSON value than an object
     * @throws IOException if the text is not JSON
     */
    static Optional<JsonSlices> of(String text, Set<String> keys) throws IOException {
        try (JsonParser parser = JSON.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new IOException("no content");
            }
            if (first != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            Map<String, Slice> slices = new HashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                JsonToken kind = parser.nextToken();
                if (keys.contains(key)) {
                    slices.put(key, slice(text, kind, parser));
                } else {
                    parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw new IOException("content after the object");
            }
            return Optional.of(new JsonSlices(slices));
        }
    }

    /** Whether {@code text} is one JSON value and nothing else. */
    static boolean isValue(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * The elements of the array that {@code text} is.
     *
     * @throws IOException if the text is no JSON array
     */
    static List<Slice> ofArray(String text) throws IOException {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new IOException("no array");
            }
            List<Slice> elements = new ArrayList<>();
            for (JsonToken kind = parser.nextToken(); kind != JsonToken.END_ARRAY; kind = parser.nextToken()) {
                elements.add(slice(text, kind, parser));
            }
            return elements;
        }
    }

    Optional<Slice> get(String key) {
        return Optional.ofNullable(slices.get(key));
    }

    private static Slice slice(String text, JsonToken kind, JsonParser parser) throws IOException {
        int from = (int) parser.currentTokenLocation().getCharOffset();
        String says = kind == JsonToken.VALUE_STRING ? parser.getText() : null;
        parser.skipChildren();
        parser.finishToken();
        return new Slice(
                kind, text.substring(from, (int) parser.currentLocation().getCharOffset()), says);
    }
}
