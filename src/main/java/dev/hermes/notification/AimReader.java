package dev.hermes.notification;

import com.fasterxml.jackson.core.JsonToken;
import dev.hermes.id.NumericId;
import dev.hermes.notification.JsonSlices.Slice;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads whom a notification is for: {@code "hermes":{"to":["ada",7],"except":["bob"]}}. */
final class AimReader {

    private static final String TO = "to";
    private static final String EXCEPT = "except";

    private AimReader() {}

    /**
     * @param hermes the value of that key; one that is no object means nothing
     * @throws UnreadableNotification if {@code to} or {@code except} is no array of strings and numbers
     */
    static Aim read(Optional<Slice> hermes) {
        if (hermes.isEmpty() || hermes.get().kind() != JsonToken.START_OBJECT) {
            return Aim.EVERYBODY;
        }
        try {
            JsonSlices slices =
                    JsonSlices.of(hermes.get().json(), Set.of(TO, EXCEPT)).orElseThrow();
            Set<String> to = users(slices.get(TO), TO);
            Set<String> except = users(slices.get(EXCEPT), EXCEPT);
            return to == null && except == null ? Aim.EVERYBODY : new Aim(to, except == null ? Set.of() : except);
        } catch (IOException e) {
            throw new IllegalStateException("A part of a JSON text is JSON", e);
        }
    }

    private static Set<String> users(Optional<Slice> list, String key) throws IOException {
        if (list.isEmpty() || list.get().kind() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (list.get().kind() != JsonToken.START_ARRAY) {
            throw unreadable(key);
        }
        Set<String> users = new TreeSet<>();
        for (Slice user : JsonSlices.ofArray(list.get().json())) {
            switch (user.kind()) {
                case VALUE_STRING -> users.add(user.text());
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> users.add(NumericId.of(user.json()));
                default -> throw unreadable(key);
            }
        }
        return users;
    }

    private static UnreadableNotification unreadable(String key) {
        return new UnreadableNotification("'hermes." + key + "' must be an array of strings and numbers");
    }
}
