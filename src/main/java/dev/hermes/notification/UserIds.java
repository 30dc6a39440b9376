package dev.hermes.notification;

import dev.hermes.id.NumericId;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** The users that a rule names. */
final class UserIds {

    private UserIds() {}

    /**
     * @param users an id, or a collection of ids; null: none
     * @throws UnreadableNotification if one of them is neither a string nor a number: it will be at every try
     */
    static Set<String> of(Object users) {
        Set<String> ids = new TreeSet<>();
        if (users instanceof Collection<?> all) {
            all.forEach(user -> ids.add(id(user)));
        } else if (users != null) {
            ids.add(id(users));
        }
        return ids;
    }

    private static String id(Object user) {
        if (user instanceof String text) {
            return text;
        }
        if (user instanceof Number number) {
            return NumericId.of(number);
        }
        throw new UnreadableNotification("A rule names a user that is neither a string nor a number");
    }
}
