package dev.hermes.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hermes.audience.Recipients.Gateway;
import dev.hermes.connection.Attributes;
import dev.hermes.notification.Notification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who is connected, for a dry run. */
public final class SampleConnections {

    private static final String SENDER = "sender";
    private static final String OTHER = "somebody";

    private final List<SampleConnection> planted;

    private SampleConnections(List<SampleConnection> planted) {
        this.planted = planted;
    }

    /** In every room one connection of the sender, and one of another user. */
    public static SampleConnections ofAnyRoom() {
        return new SampleConnections(null);
    }

    /**
     * Rows as the table of connections has them: an array of objects with {@code connection_id}, {@code room_id} and
     * {@code user_id}, and {@code attributes} ({@code {"role": "admin"}}) where they have some. One with a {@code node} is held by that other node, one with an {@code endpoint} by that API
     * Gateway, any other by this node.
     *
     * @throws IOException if the file cannot be read, or is no such array
     */
    public static SampleConnections read(Path file) throws IOException {
        JsonNode rows = new ObjectMapper().readTree(Files.readAllBytes(file));
        if (!rows.isArray()) {
            throw new IOException(file + " must be a JSON array of rows");
        }
        List<SampleConnection> connections = new ArrayList<>();
        for (JsonNode row : rows) {
            Gateway gateway = row.has("node") ? Gateway.NODE : row.has("endpoint") ? Gateway.API_GATEWAY : Gateway.OWN;
            connections.add(new SampleConnection(
                    text(file, row, "connection_id"),
                    text(file, row, "room_id"),
                    text(file, row, "user_id"),
                    attributes(file, row.path("attributes")),
                    gateway,
                    row.path("node").asText(row.path("endpoint").asText(""))));
        }
        return new SampleConnections(connections);
    }

    private static String text(Path file, JsonNode row, String key) throws IOException {
        String text = row.path(key).asText("");
        if (text.isEmpty()) {
            throw new IOException(file + ": each row needs " + key);
        }
        return text;
    }

    /** Of each name a text, a number, a boolean or an array of those, as in a token. */
    private static Attributes attributes(Path file, JsonNode object) throws IOException {
        if (object.isMissingNode()) {
            return Attributes.NONE;
        }
        Map<String, Set<String>> byName = new TreeMap<>();
        for (Map.Entry<String, JsonNode> attribute : object.properties()) {
            Set<String> values = new TreeSet<>();
            for (JsonNode value :
                    attribute.getValue().isArray() ? attribute.getValue() : List.of(attribute.getValue())) {
                if (!value.isValueNode()) {
                    throw new IOException(file + ": attributes are texts, or arrays of texts");
                }
                values.add(value.asText());
            }
            byName.put(attribute.getKey(), values);
        }
        return new Attributes(byName);
    }

    /** Those that a notification is for. */
    List<SampleConnection> of(Notification notification) {
        return inRoomOf(notification).stream()
                .filter(connection -> connection.isIn(notification.aim()))
                .toList();
    }

    /** In whatever room; where there is somebody in every room, in the one of the notification. */
    List<SampleConnection> all(Notification notification) {
        return planted == null ? inRoomOf(notification) : planted;
    }

    List<SampleConnection> inRoomOf(Notification notification) {
        if (planted != null) {
            return planted.stream()
                    .filter(connection -> connection.room().equals(notification.roomId()))
                    .toList();
        }
        String room = notification.roomId();
        String sender = notification.userId() == null ? SENDER : notification.userId();
        return List.of(
                new SampleConnection("connection-of-" + sender, room, sender, Attributes.NONE, Gateway.OWN, ""),
                new SampleConnection("connection-of-" + OTHER, room, OTHER, Attributes.NONE, Gateway.OWN, ""));
    }
}
