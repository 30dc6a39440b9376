package dev.hermes.rules;

import dev.hermes.settings.EditDistance;
import java.util.Collection;
import java.util.Comparator;

/** Suggests what somebody may have meant by a name that nothing has. */
final class Nearest {

    private static final int MOST_LISTED = 12;

    private Nearest() {}

    /** "did you mean …?" if a name is near, else the names that there are, if they are few. */
    static String advice(String name, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(other -> EditDistance.between(name, other)))
                .filter(other -> EditDistance.between(name, other) <= Math.max(2, name.length() / 3))
                .map(other -> "did you mean " + other + "?")
                .orElseGet(() -> known.isEmpty() || known.size() > MOST_LISTED
                        ? ""
                        : "there are: "
                                + String.join(", ", known.stream().sorted().toList()));
    }
}
