package dev.hermes.settings;

import java.util.Collection;
import java.util.Comparator;

/** Counts the characters to insert, delete or replace to make one text of another (Levenshtein). */
public final class EditDistance {

    private EditDistance() {}

    /** The text of {@code known} that is the fewest steps away from {@code text}. */
    public static String nearest(String text, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> between(text, candidate)))
                .orElseThrow();
    }

    public static int between(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
