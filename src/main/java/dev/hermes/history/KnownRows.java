package dev.hermes.history;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The newest rows of one room that this process knows, without a hole between them. For one thread at a time. */
final class KnownRows {

    private static final int MOST_IDS = 1024;

    private final Deque<Known> rows = new ArrayDeque<>();
    private final Map<String, Long> numbers = new HashMap<>();
    private Row newest;

    /** A row without the text of its messages. */
    private record Known(long first, long at, List<String> ids) {}

    KnownRows(Row newest) {
        add(newest);
    }

    Row newest() {
        return newest;
    }

    /** Takes in the row that follows the newest. */
    void add(Row row) {
        newest = new Row(row.first(), row.at(), row.writeId(), row.bytes(), row.gap(), row.next(), List.of());
        Map<String, Long> added = row.numbers();
        numbers.putAll(added);
        rows.addLast(new Known(row.first(), row.at(), List.copyOf(added.keySet())));
        while (numbers.size() > MOST_IDS && rows.size() > 1) {
            rows.removeFirst().ids().forEach(numbers::remove);
        }
    }

    /** The number that a message has in one of these rows; null if it is in none. */
    Long numberOf(String id) {
        return numbers.get(id);
    }

    /** The key of the oldest row. */
    long oldest() {
        return rows.getFirst().first();
    }

    /** Whether a message that was sent then cannot be in an older row. */
    boolean reachBackTo(long sentAt) {
        return rows.getFirst().at() < sentAt;
    }
}
