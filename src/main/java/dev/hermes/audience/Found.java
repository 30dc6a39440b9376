package dev.hermes.audience;

import dev.hermes.audience.Recipients.Gateway;
import dev.hermes.notification.Notification;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The connections of one holder in a room, each with its user. */
record Found(Gateway gateway, String address, Map<String, String> users) {

    /**
     * Those whom a notification is for; null if there are none.
     *
     * @param less without these
     */
    Recipients recipients(Notification notification, Set<String> less) {
        List<String> ids = users.entrySet().stream()
                .filter(user -> !less.contains(user.getKey()))
                .filter(user -> notification.aim().includes(user.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        return ids.isEmpty() ? null : new Recipients(gateway, address, address, ids);
    }
}
