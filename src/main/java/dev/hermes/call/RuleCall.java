package dev.hermes.call;

import java.util.Map;

/**
 * An HTTP call that a rule serves, in the variable {@code call} of its exchange.
 *
 * @param path below {@code @rules}, decoded; begins with a slash
 * @param query by name, decoded; of a name that comes twice, the first
 */
public record RuleCall(String method, String path, Map<String, String> query) {

    /** The name of the variable. */
    static final String VARIABLE = "call";
}
