package dev.hermes.history;

import com.github.benmanes.caffeine.cache.Cache;
import dev.hermes.cache.Caches;
import dev.hermes.table.RoomsTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the histories of rooms for clients that come back.
 *
 * <p>All methods block, and throw the {@link software.amazon.awssdk.core.exception.SdkException} of the table. Safe for
 * use by many threads.
 */
final class Readings {

    private static final long MOST_BYTES = 16L * 1024 * 1024;

    /** Rows do not change: this only bounds how long one is remembered that the table deletes. */
    private static final Duration REMEMBERED = Duration.ofSeconds(1);

    private static final int MOST_REMEMBERED = 1000;

    private final HistoryTable table;
    private final int mostMissed;
    private final int mostAfterGap;
    private final Cache<Position, Beginning> beginnings = remembered();
    private final Cache<Ending, Long> endings = remembered();

    private record Position(String room, long number) {}

    /** The row with which a replay begins. */
    private record Beginning(long at, long bytesBefore) {}

    /** The last {@code count} messages up to a number. */
    private record Ending(String room, int count, long head, long newest) {}

    private static <K, V> Cache<K, V> remembered() {
        return Caches.builder()
                .expireAfterWrite(REMEMBERED)
                .maximumSize(MOST_REMEMBERED)
                .build();
    }

    /**
     * @param mostMissed who has missed more is to load everything anew
     * @param mostAfterGap how many of the last messages such a client gets
     */
    Readings(HistoryTable table, int mostMissed, int mostAfterGap) {
        this.table = table;
        this.mostMissed = mostMissed;
        this.mostAfterGap = mostAfterGap;
    }

    /**
     * Finds where the messages begin that a client wants.
     *
     * @param newest the newest row, as read a moment ago
     * @param head the last number that this process knows of
     */
    Opening open(String room, Since since, Row newest, long head) {
        return switch (since.kind()) {
            case NOW -> Opening.resumed(head, head);
            case LAST -> {
                long first = firstOfLast(room, (int) since.number(), newest, head);
                yield since.number() > mostAfterGap && first < firstOfLast(room, mostAfterGap, newest, head)
                        ? reload(room, newest, head)
                        : Opening.resumed(head, first - 1);
            }
            case AFTER ->
                isComplete(room, since.number(), newest, head)
                        ? Opening.resumed(head, since.number())
                        : reload(room, newest, head);
        };
    }

    private boolean isComplete(String room, long seen, Row newest, long head) {
        if (seen >= head) {
            return seen == head;
        }
        if (seen < newest.gap() || head - seen > mostMissed) {
            return false;
        }
        // Thousands may come back at once with the same number.
        Beginning first = beginnings.get(new Position(room, seen + 1), this::beginning);
        if (first == null) {
            // Between the newest row and what this process knows of lies only what is being written.
            return seen >= newest.last();
        }
        return first.at() >= table.now() - table.window().toMillis()
                && newest.bytes() - first.bytesBefore() <= MOST_BYTES;
    }

    private Beginning beginning(Position position) {
        return table.holding(position.room(), position.number())
                .map(row -> new Beginning(row.at(), row.bytesBefore()))
                .orElse(null);
    }

    private Opening reload(String room, Row newest, long head) {
        long from = firstOfLast(room, mostAfterGap, newest, head);
        return Opening.reload(head, from > head ? null : from);
    }

    /** The number of the first of the last few messages; {@code head + 1} if there are none. */
    private long firstOfLast(String room, int count, Row newest, long head) {
        return endings.get(
                new Ending(room, count, head, newest.last()), ending -> readFirstOfLast(room, count, newest, head));
    }

    private long readFirstOfLast(String room, int count, Row newest, long head) {
        long oldest = table.now() - table.window().toMillis();
        long first = head + 1;
        // The newest row may be a second old, and this process know of later ones.
        long before = Math.max(newest.next(), head + 1);
        int left = count;
        while (left > 0 && before > 0) {
            HistoryTable.Page page = table.before(room, before);
            before = 0;
            for (Row row : page.rows()) {
                if (row.at() < oldest
                        || row.last() <= newest.gap()
                        || newest.bytes() - row.bytesBefore() > MOST_BYTES) {
                    return first;
                }
                if (!row.messages().isEmpty()) {
                    int taken = Math.min(left, row.messages().size());
                    first = Math.max(newest.gap() + 1, row.next() - taken);
                    left -= taken;
                }
                if (left == 0) {
                    return first;
                }
                before = page.more() ? row.first() : 0;
            }
        }
        return first;
    }

    /** The messages from a number on. */
    Part read(String room, long from) {
        HistoryTable.Page page = table.from(room, from);
        return Part.of(page.rows(), from, page.more());
    }

    /** At most {@code limit} messages behind a number, without those that are older than the window. */
    Part list(String room, long after, int limit) {
        long oldest = table.now() - table.window().toMillis();
        List<Numbered> messages = new ArrayList<>();
        long next = after + 1;
        long bytes = 0;
        boolean more = after < RoomsTable.HIGHEST_NUMBER;
        while (more && messages.size() < limit && bytes < MOST_BYTES) {
            Part part = read(room, next);
            more = part.more();
            next = part.next();
            for (Numbered numbered : part.messages()) {
                if (numbered.at() >= oldest && messages.size() == limit) {
                    return new Part(List.copyOf(messages), numbered.number(), true);
                }
                if (numbered.at() >= oldest) {
                    messages.add(numbered);
                    bytes += numbered.message().bytes();
                }
            }
        }
        return new Part(List.copyOf(messages), next, more);
    }
}
