package dev.hermes.history;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Appends the messages of one room to its history, a row at a time.
 *
 * <p>What is put stays as it is, under its key and write id, until the table has said what became of it: so a put that
 * lands after its time-out is recognized, and no message gets two numbers. For one thread at a time; a step that fails is
 * taken again.
 */
final class Appending {

    private final String room;
    private final HistoryTable table;
    private final Count count;
    private final List<Waiting> batch = new ArrayList<>();
    private KnownRows known;
    private Row frozen;
    private List<Waiting> inFrozen = List.of();
    private boolean lostRace;

    Appending(String room, HistoryTable table, Count count) {
        this.room = room;
        this.table = table;
        this.count = count;
    }

    void add(List<Waiting> more) {
        batch.addAll(more);
    }

    boolean isEmpty() {
        return batch.isEmpty();
    }

    /** What waits; nothing waits any more. */
    List<Waiting> takeAll() {
        List<Waiting> all = List.copyOf(batch);
        batch.clear();
        frozen = null;
        inFrozen = List.of();
        return all;
    }

    /** Of the messages that wait, for the log. */
    List<String> ids() {
        return batch.stream().map(waiting -> waiting.message.id()).toList();
    }

    /** The last number that this process knows of; 0 if it knows none. */
    long head() {
        return known == null ? 0 : known.newest().last();
    }

    /**
     * Numbers at least one message, or learns of a row that another process wrote.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException of the table; the step may be taken again
     */
    void step() {
        if (frozen == null) {
            if (known == null) {
                known = new KnownRows(count.newestOfCounted(room));
            }
            completeKnown();
            search();
            if (batch.isEmpty()) {
                return;
            }
            freeze();
        }
        Optional<Row> inTheWay = table.put(room, frozen);
        if (inTheWay.isEmpty()) {
            written();
        } else {
            lost(inTheWay.get());
        }
    }

    private void written() {
        Row row = frozen;
        List<Waiting> done = inFrozen;
        frozen = null;
        known.add(row);
        batch.removeAll(done);
        lostRace = false;
        for (int i = 0; i < done.size(); i++) {
            done.get(i).number.complete(row.first() + i);
        }
    }

    private void lost(Row other) {
        frozen = null;
        known.add(other);
        if (lostRace) {
            // There may be many: to read them costs less than to run into each.
            readOn();
        }
        lostRace = true;
        completeKnown();
    }

    private void readOn() {
        boolean more = true;
        while (more) {
            HistoryTable.Page page = table.from(room, known.newest().next());
            page.rows().forEach(row -> {
                known.add(row);
                completeKnown();
            });
            more = page.more();
        }
    }

    /** Whatever has a number already keeps it. */
    private void completeKnown() {
        batch.removeIf(waiting -> {
            Long number = waiting.message.id().isEmpty() ? null : known.numberOf(waiting.message.id());
            return number != null && waiting.number.complete(number);
        });
    }

    /** Looks for messages that another process may have appended, in all rows that were written since they were sent. */
    private void search() {
        Map<String, Waiting> wanted = new LinkedHashMap<>();
        long sentAt = Message.UNSENT;
        for (Waiting waiting : batch) {
            if (!waiting.searched && !known.reachBackTo(waiting.message.sentAt())) {
                wanted.put(waiting.message.id(), waiting);
                sentAt = Math.min(sentAt, waiting.message.sentAt());
            }
        }
        long before = known.oldest();
        while (!wanted.isEmpty() && before > 0) {
            HistoryTable.Page page = table.before(room, before);
            before = page.more() ? page.rows().get(page.rows().size() - 1).first() : 0;
            for (Row row : page.rows()) {
                if (row.at() < sentAt) {
                    before = 0;
                    break;
                }
                row.numbers().forEach((id, number) -> found(wanted.remove(id), number));
            }
        }
        // Rows that come later are looked through as they come.
        batch.forEach(waiting -> waiting.searched = true);
    }

    private void found(Waiting waiting, long number) {
        if (waiting != null) {
            batch.removeIf(other -> other.message.id().equals(waiting.message.id()) && other.number.complete(number));
        }
    }

    private void freeze() {
        Row last = known.newest();
        List<Waiting> chosen = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        long bytes = 0;
        long at = Math.max(table.now(), last.at());
        for (Waiting waiting : batch) {
            Message message = waiting.message.kept();
            if (chosen.size() == Row.MOST_MESSAGES
                    || !chosen.isEmpty() && bytes + message.bytesInRow() > Message.MOST_BYTES) {
                break;
            }
            // A copy of one of them gets its number in the next step.
            if (message.id().isEmpty() || ids.add(message.id())) {
                chosen.add(waiting);
                bytes += message.bytesInRow();
                at = message.sentAt() == Message.UNSENT ? at : Math.max(at, message.sentAt());
            }
        }
        inFrozen = List.copyOf(chosen);
        frozen = row(
                last, at, chosen.stream().map(waiting -> waiting.message.kept()).toList());
    }

    private static Row row(Row last, long at, List<Message> messages) {
        long first = last.next();
        long gap = last.gap();
        for (int i = 0; i < messages.size(); i++) {
            gap = messages.get(i).isKept() ? gap : first + i;
        }
        long bytes = last.bytes() + messages.stream().mapToLong(Message::bytes).sum();
        return new Row(first, at, UUID.randomUUID().toString(), bytes, gap, 0, messages);
    }
}
