package dev.hermes.notification;

import java.util.Set;
import java.util.TreeSet;

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

    /** For these users alone, of those that it is for. */
    Aim to(Set<String> users) {
        Set<String> both = new TreeSet<>(users);
        if (to != null) {
            both.retainAll(to);
        }
        return new Aim(both, except);
    }

    /** For all but these users, of those that it is for. */
    Aim except(Set<String> users) {
        Set<String> all = new TreeSet<>(except);
        all.addAll(users);
        return new Aim(to, all);
    }

    public boolean includes(String userId) {
        return (to == null || to.contains(userId)) && !except.contains(userId);
    }
}
