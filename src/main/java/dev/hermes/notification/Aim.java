package dev.hermes.notification;

import java.util.Set;

/**
 * Whom in a room a notification is for.
 *
 * @param to the users it is for; null: all
 * @param except users it is not for, though they are among those
 */
public record Aim(Set<String> to, Set<String> except) {

    public static final Aim EVERYBODY = new Aim(null, Set.of());

    public boolean isEverybody() {
        return to == null && except.isEmpty();
    }

    public boolean includes(String userId) {
        return (to == null || to.contains(userId)) && !except.contains(userId);
    }
}
