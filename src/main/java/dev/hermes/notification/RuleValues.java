package dev.hermes.notification;

import dev.hermes.id.NumericId;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** What a rule names, as texts: users, or values of an attribute. */
final class RuleValues {

    private RuleValues() {}

    /**
     * @param users an id, or a collection of ids; null: none
     * @throws UnreadableNotification if one of them is neither a string nor a number: it will be at every try
     */
    static Set<String> users(Object users) {
        return texts(users, user -> {
            throw new UnreadableNotification("A rule names a user that is neither a string nor a number");
        });
    }

    /**
     * @param values a value of an attribute, or a collection of values; null: none
     * @throws UnreadableNotification if one of them is no string, no number and no boolean
     */
    static Set<String> ofAttribute(Object values) {
        return texts(values, value -> {
            if (value instanceof Boolean) {
                return value.toString();
            }
            throw new UnreadableNotification(
                    "A rule names a value of an attribute that is no string, no number and no boolean");
        });
    }

    private static Set<String> texts(Object one, Function<Object, String> other) {
        Set<String> texts = new TreeSet<>();
        if (one instanceof Collection<?> all) {
            all.forEach(each -> texts.add(text(each, other)));
        } else if (one != null) {
            texts.add(text(one, other));
        }
        return texts;
    }

    private static String text(Object value, Function<Object, String> other) {
        if (value instanceof String text) {
            return text;
        }
        return value instanceof Number number ? NumericId.of(number) : other.apply(value);
    }
}
