package dev.hermes.notification;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.hermes.connection.Attributes;
import java.util.Collections;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a connection's attributes must be, for a notification to be for it. In JSON it is
 * {@code {"attribute":"role","values":["admin"]}}, with {@code "except":true} where that is set.
 *
 * @param values one of which the attribute must have; of none, no connection has one
 * @param except the other way round: it must have none of the values
 */
public record Where(
        String attribute,
        Set<String> values,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean except) implements Comparable<Where> {

    private static final Comparator<Where> ORDER = Comparator.comparing(Where::attribute)
            .thenComparing(Where::except)
            .thenComparing(where -> where.values().toString());

    public Where {
        values = Collections.unmodifiableSortedSet(new TreeSet<>(values));
    }

    public boolean includes(Attributes attributes) {
        return attributes.hasAny(attribute, values) != except;
    }

    /** As a rule words it, for those who read. */
    @Override
    public String toString() {
        return (except ? "exceptWhere " : "where ") + attribute + " is " + String.join(" or ", values);
    }

    @Override
    public int compareTo(Where other) {
        return ORDER.compare(this, other);
    }
}
