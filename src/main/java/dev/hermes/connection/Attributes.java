package dev.hermes.connection;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * What a connection's token says of it beyond user and room, as far as Hermes keeps it: the values of each attribute, by its
 * name. Never changed while the connection lasts.
 */
public record Attributes(Map<String, Set<String>> byName) {

    /** Of most connections: shared by all of them. */
    public static final Attributes NONE = new Attributes(Map.of());

    public boolean isEmpty() {
        return byName.isEmpty();
    }

    /** Whether one of the attribute's values is this one. */
    public boolean has(String name, String value) {
        return of(name).contains(value);
    }

    /** Whether one of the attribute's values is among these. */
    public boolean hasAny(String name, Collection<String> values) {
        return !Collections.disjoint(of(name), values);
    }

    private Set<String> of(String name) {
        return byName.getOrDefault(name, Set.of());
    }
}
