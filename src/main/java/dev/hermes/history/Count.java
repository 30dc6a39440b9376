package dev.hermes.history;

import dev.hermes.table.RoomsTable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Begins to count the messages of a room, and keeps on.
 *
 * <p>A room is counted until the moment that its mark names. Each process that has a numbered client of it writes the mark
 * for two windows, and again after one. For a client at an API Gateway it is written for longer than its connection can
 * last, since no process holds it. All methods block, and throw the
 * {@link software.amazon.awssdk.core.exception.SdkException} of the table. Safe for use by many threads.
 */
final class Count {

    private static final String FIRST = "first";
    private static final String AT = "at";

    private final HistoryTable table;

    Count(HistoryTable table) {
        this.table = table;
    }

    /**
     * Sees to it that the room is counted for at least so long from now on.
     *
     * @param least how long
     * @return how long, in ms since 1970
     */
    long keep(String room, Duration least) {
        Map<String, AttributeValue> key = table.layout().countedKey(room);
        while (true) {
            long now = table.now();
            Optional<Map<String, AttributeValue>> mark = table.get(key);
            long until = mark.map(found -> RowCodec.number(found, RoomsTable.COUNTED_UNTIL))
                    .orElse(0L);
            if (until > now + least.toMillis()) {
                return until;
            }
            if (until > now) {
                keepNewest(room);
            } else {
                begin(room);
            }
            // A window more, in which nobody has to write it again.
            long longer = now + least.plus(table.window()).toMillis();
            Map<String, AttributeValue> item = new HashMap<>(key);
            item.put(RoomsTable.COUNTED_UNTIL, RowCodec.number(longer));
            boolean written = mark.isPresent()
                    ? table.replace(item, RoomsTable.COUNTED_UNTIL, until)
                    : table.putIfAbsent(key, item).isEmpty();
            if (written) {
                return longer;
            }
        }
    }

    /** The newest row, or where there is none, what stands for the row before the first; empty if never counted. */
    Optional<Row> newest(String room) {
        Optional<Row> row = table.newest(room);
        return row.isPresent()
                ? row
                : table.get(table.layout().startKey(room)).map(start -> beforeFirst(RowCodec.number(start, FIRST)));
    }

    /** As {@link #newest}, for a room whose mark runs. */
    Row newestOfCounted(String room) {
        Optional<Row> newest = newest(room);
        if (newest.isEmpty()) {
            // All its rows were deleted by somebody else.
            begin(room);
            newest = newest(room);
        }
        return newest.orElseThrow(() -> new IllegalStateException("The count of a room has no beginning"));
    }

    private static Row beforeFirst(long first) {
        return new Row(first - 1, 0, "", 0, first - 1, first, List.of());
    }

    /** While a room is counted its newest row must not expire: it is what tells the next number. */
    private void keepNewest(String room) {
        Optional<Row> newest = newest(room);
        if (newest.isEmpty()) {
            begin(room);
        } else if (newest.get().at() + table.window().toMillis() < table.now()) {
            Row last = newest.get();
            // Another row in the way is as good: it is newer.
            table.put(room, jump(last, last.next() + 1, last.gap()));
        }
    }

    /** Begins anew, above every number that the room ever had. All that begin at the same time begin with one number. */
    private void begin(String room) {
        Optional<Row> newest = table.newest(room);
        long first = first(room, newest.map(Row::last).orElse(0L));
        while (newest.isPresent()) {
            Row last = newest.get();
            long to = Math.max(first, last.next() + 1);
            if (last.gap() >= first - 1) {
                // Somebody else has begun with this number.
                return;
            }
            newest = table.put(room, jump(last, to, to - 1));
        }
    }

    private long first(String room, long last) {
        Map<String, AttributeValue> key = table.layout().startKey(room);
        while (true) {
            long now = table.now();
            Optional<Map<String, AttributeValue>> start = table.get(key);
            long before = start.map(found -> RowCodec.number(found, FIRST)).orElse(0L);
            long writtenAt = start.map(found -> RowCodec.number(found, AT)).orElse(0L);
            if (start.isPresent() && writtenAt + table.window().toMillis() >= now) {
                return before;
            }
            long first = Math.max(now, Math.max(before, last) + 2);
            Map<String, AttributeValue> item = new HashMap<>(key);
            item.put(FIRST, RowCodec.number(first));
            item.put(AT, RowCodec.number(now));
            boolean written = start.isPresent()
                    ? table.replace(item, FIRST, before)
                    : table.putIfAbsent(key, item).isEmpty();
            if (written) {
                return first;
            }
        }
    }

    private Row jump(Row last, long to, long gap) {
        return new Row(
                last.next(),
                Math.max(table.now(), last.at()),
                UUID.randomUUID().toString(),
                last.bytes(),
                gap,
                to,
                List.of());
    }
}
