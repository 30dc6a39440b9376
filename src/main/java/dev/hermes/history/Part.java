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
