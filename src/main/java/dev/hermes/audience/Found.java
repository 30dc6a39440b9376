package dev.hermes.audience;

import dev.hermes.audience.Recipients.Gateway;
import dev.hermes.connection.Attributes;
import dev.hermes.notification.Aim;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The connections of one holder in a room, each with its user. */
record Found(Gateway gateway, String address, Map<String, String> users) {

    /**
     * Those of users whom a notification is for, whatever their attributes.
     *
     * @param less without these
     */
    Stream<String> candidates(Aim aim, Set<String> less) {
        return users.entrySet().stream()
                .filter(user -> !less.contains(user.getKey()))
                .filter(user -> aim.includesUser(user.getValue()))
                .map(Map.Entry::getKey);
    }

    /**
     * Those whom a notification is for; null if there are none.
     *
     * @param less without these
     * @param attributes of {@link #candidates}, where the notification asks for some
     */
    Recipients recipients(Aim aim, Set<String> less, Map<String, Attributes> attributes) {
        List<String> ids = candidates(aim, less)
                .filter(id -> aim.includes(users.get(id), attributes.getOrDefault(id, Attributes.NONE)))
                .toList();
        return ids.isEmpty() ? null : new Recipients(gateway, address, address, ids);
    }
}
