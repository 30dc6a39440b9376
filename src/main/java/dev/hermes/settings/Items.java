package dev.hermes.settings;

import java.util.stream.Stream;

/** Reads values that hold several items. */
public final class Items {

    private Items() {}

    /** The items of a value, which commas separate, without the space around them; empty ones are left out. */
    public static Stream<String> of(String value) {
        return Stream.of(value.split(",")).map(String::trim).filter(item -> !item.isEmpty());
    }
}
