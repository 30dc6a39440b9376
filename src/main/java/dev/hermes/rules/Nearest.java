package dev.hermes.rules;

import java.util.Collection;
import java.util.Comparator;

/** Suggests what somebody may have meant by a name that nothing has. */
final class Nearest {

    private static final int MOST_LISTED = 12;

    private Nearest() {}

    /** "did you mean …?" if a name is near, else the names that there are, if they are few. */
    static String advice(String name, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(other -> distance(name, other)))
                .filter(other -> distance(name, other) <= Math.max(2, name.length() / 3))
                .map(other -> "did you mean " + other + "?")
                .orElseGet(() -> known.isEmpty() || known.size() > MOST_LISTED
                        ? ""
                        : "there are: "
                                + String.join(", ", known.stream().sorted().toList()));
    }

    /** How many letters have to be added, left out or changed. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
