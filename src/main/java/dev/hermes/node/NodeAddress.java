package dev.hermes.node;

import java.util.Optional;

/**
 * Which process, at which address: what the row of a connection says in its {@code endpoint}.
 *
 * <p>The text is an address by itself, at which the process takes pushes of the version before this one as well:
 * nodes of that version know an address alone, and append {@code /@connections} to it.
 */
public record NodeAddress(String endpoint, String id) {

    static final String SEPARATOR = "/@nodes/";

    /** @return empty for the address of an API Gateway, or of a node of the version before this one */
    public static Optional<NodeAddress> parse(String text) {
        int at = text.lastIndexOf(SEPARATOR);
        return at < 0
                ? Optional.empty()
                : Optional.of(new NodeAddress(text.substring(0, at), text.substring(at + SEPARATOR.length())));
    }

    public String text() {
        return endpoint + SEPARATOR + id;
    }
}
