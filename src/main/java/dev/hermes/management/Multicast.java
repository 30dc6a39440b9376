package dev.hermes.management;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * One message for many connections: {@code {"connection_ids":["…"],"data":"…"}}.
 *
 * @param connectionIds each once: a connection gets the message once, however often it is named
 * @param data the text frame
 */
record Multicast(Set<String> connectionIds, String data) {

    /** @throws IllegalArgumentException if it is not of that form */
    static Multicast parse(Buffer body) {
        try {
            JsonObject json = new JsonObject(body);
            Set<String> ids = new LinkedHashSet<>();
            json.getJsonArray("connection_ids").forEach(id -> ids.add((String) id));
            // Not getString, which would make a text of a number.
            String data = (String) json.getValue("data");
            if (data == null || ids.contains(null)) {
                throw new IllegalArgumentException();
            }
            return new Multicast(ids, data);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("connection_ids must be an array of strings, and data a string", e);
        }
    }
}
