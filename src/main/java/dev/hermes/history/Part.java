package dev.hermes.history;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a room's history, in the order of numbers.
 *
 * @param next the number that follows the part
 * @param more whether the history may go on behind it
 */
public record Part(List<Numbered> messages, long next, boolean more) {

    /** What of it comes up to a number; there is more only if it was not read that far, and came further than {@code from}. */
    Part upTo(long from, long last) {
        return new Part(
                messages.stream().filter(numbered -> numbered.number() <= last).toList(),
                Math.min(next, last + 1),
                next > from && next <= last);
    }

    static Part of(List<Row> rows, long from, boolean more) {
        List<Numbered> messages = new ArrayList<>();
        long next = from;
        for (Row row : rows) {
            for (int i = 0; i < row.messages().size(); i++) {
                if (row.first() + i >= from) {
                    messages.add(new Numbered(
                            row.first() + i, row.at(), row.messages().get(i)));
                }
            }
            next = Math.max(next, row.next());
        }
        return new Part(List.copyOf(messages), next, more);
    }
}
