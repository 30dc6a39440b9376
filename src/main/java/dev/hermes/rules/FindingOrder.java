package dev.hermes.rules;

import java.util.Comparator;
import java.util.List;

/** Sorts findings as a reader goes through the files. */
final class FindingOrder {

    private FindingOrder() {}

    static List<Finding> sorted(List<Finding> findings) {
        return findings.stream()
                .distinct()
                .sorted(Comparator.comparing(Finding::file).thenComparing(Finding::line))
                .toList();
    }
}
