package dev.hermes.notification;

import dev.hermes.connection.Attributes;
import dev.hermes.connection.Connection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Whom in a room a notification is for.
 *
 * @param to the users it is for; null: all
 * @param except users it is not for, though they are among those
 * @param where what the attributes of their connections must be, all of it, in the order of {@link Where}
 */
public record Aim(Set<String> to, Set<String> except, List<Where> where) {

    public static final Aim EVERYBODY = new Aim(null, Set.of());

    /** Whatever the attributes of connections. */
    public Aim(Set<String> to, Set<String> except) {
        this(to, except, List.of());
    }

    public boolean isEverybody() {
        return to == null && except.isEmpty() && where.isEmpty();
    }

    /** For these users alone, of those that it is for. */
    Aim to(Set<String> users) {
        Set<String> both = new TreeSet<>(users);
        if (to != null) {
            both.retainAll(to);
        }
        return new Aim(both, except, where);
    }

    /** For all but these users, of those that it is for. */
    Aim except(Set<String> users) {
        Set<String> all = new TreeSet<>(except);
        all.addAll(users);
        return new Aim(to, all, where);
    }

    /** For connections with such attributes alone, of those that it is for. */
    Aim where(Where more) {
        return new Aim(
                to,
                except,
                Stream.concat(where.stream(), Stream.of(more))
                        .distinct()
                        .sorted()
                        .toList());
    }

    public boolean includes(Connection connection) {
        return includes(connection.userId(), connection.attributes());
    }

    public boolean includes(String userId, Attributes attributes) {
        return includesUser(userId) && (where.isEmpty() || where.stream().allMatch(each -> each.includes(attributes)));
    }

    /** Whether it may be for connections of a user: which of them depends on {@link #where}. */
    public boolean includesUser(String userId) {
        return (to == null || to.contains(userId)) && !except.contains(userId);
    }
}
