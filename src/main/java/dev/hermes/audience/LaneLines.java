package dev.hermes.audience;

import dev.hermes.audience.LaneLine.Item;
import dev.hermes.log.LogInterval;
import dev.hermes.notification.Notification;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lines of one lane, and which of them may send. Guarded by the lane's lock. */
final class LaneLines {

    private static final Logger LOG = LoggerFactory.getLogger(LaneLines.class);

    /** A busy gateway can drop thousands in a second. */
    private static final Duration BETWEEN_LOG_LINES = Duration.ofSeconds(10);

    /** Beyond that, rooms find out for themselves within five minutes, connections at a gateway with their next message. */
    private static final int MOST_LOST = 10_000;
    /** Twice as long as a room goes without looking for itself. */
    private static final Duration LOST_REMEMBERED = Duration.ofMinutes(10);

    /** Of a frame that is kept for a connection: 16 MB for all of them. */
    private static final int LONGEST_KEPT = 1_600;

    private final Map<String, LaneLine> byName = new HashMap<>();
    private final Queue<LaneLine> ready = new ArrayDeque<>();
    private final List<Runnable> released = new ArrayList<>();
    private final String holder;
    private final String kind;
    private final LaneMeters meters;
    private final LogInterval drops;
    private final LongSupplier nanos;
    /** By line, what has the highest number of all that was dropped on the way. */
    private final Map<String, Push> lost = new HashMap<>();

    private long lostAt;
    private long characters;

    /** @param holder for the log */
    LaneLines(String holder, String kind, LaneTerms terms) {
        this.holder = holder;
        this.kind = kind;
        this.meters = terms.meters();
        this.nanos = terms.nanos();
        this.drops = new LogInterval(BETWEEN_LOG_LINES, terms.nanos());
    }

    LaneLine of(String name) {
        return byName.computeIfAbsent(name, LaneLine::new);
    }

    void add(LaneLine line, Item item) {
        characters += item.push().characters();
        line.add(item);
        update(line);
    }

    /** These neither wait nor are under way any more. */
    void end(Collection<Item> items, Handed outcome) {
        items.forEach(item -> characters -= item.push().characters());
        release(items, outcome);
    }

    void drop(Collection<Item> items, String reason) {
        end(items, Handed.DROPPED);
        meters.dropped(kind, reason, items.size());
        items.forEach(item -> note(item.push()));
    }

    private void note(Push push) {
        Notification dropped = push.notification();
        if (!dropped.isNumbered()) {
            return;
        }
        boolean isOfProcess = push.connectionIds().isEmpty();
        Notification last = (isOfProcess ? dropped.withFrame("") : dropped).untraced();
        String line = isOfProcess ? dropped.roomId() : push.connectionIds().get(0);
        lostAt = nanos.getAsLong();
        if (last.frame().length() <= LONGEST_KEPT && (lost.size() < MOST_LOST || lost.containsKey(line))) {
            lost.merge(line, new Push(last, push.connectionIds(), new Delivery(last)), Push::later);
        }
    }

    /**
     * The holder takes what it is sent. A process is told up to which numbers its rooms came, and reads what it did not
     * get; a client at a gateway gets its last message, whose number shows what is missing, and asks for it.
     */
    void tellWhatWasLost() {
        lost.forEach((line, push) -> add(of(line), new Item(push, nanos.getAsLong())));
        lost.clear();
    }

    void giveUpFirstIf(boolean hopeless, LaneLine line, String reason, CarrierFailure why) {
        if (hopeless) {
            Item first = line.takeFirst();
            drops.log(more -> LOG.warn(
                    "{}: {} for {} is dropped: {} ({} more since the last such line)",
                    holder,
                    first.push().notification().label(),
                    line.name(),
                    why.getMessage(),
                    more));
            drop(List.of(first), reason);
        }
    }

    /** Nobody waits for these any more, though the holder does not have them. */
    void release(Collection<Item> items) {
        release(items, Handed.WAITS);
    }

    private void release(Collection<Item> items, Handed outcome) {
        items.forEach(item -> released.add(() -> item.release(outcome)));
    }

    /** Tells whoever waited for what was released since this was last asked; to be run when the lock is free. */
    List<Runnable> takeReleased() {
        List<Runnable> taken = List.copyOf(released);
        released.clear();
        return taken;
    }

    void dropAll(String reason) {
        for (LaneLine line : List.copyOf(byName.values())) {
            drop(line.takeAll(), reason);
            update(line);
        }
    }

    /** Nobody waits for anything any more. */
    void releaseAll() {
        byName.values().forEach(line -> release(line.all()));
    }

    /** Lets whatever waits before its next try be sent now, and tells what was lost. */
    void goOnIf(boolean mayGoOn) {
        if (mayGoOn) {
            tellWhatWasLost();
            for (LaneLine line : List.copyOf(byName.values())) {
                line.retryNow();
                update(line);
            }
        }
    }

    /** Gives up what has waited too long, releases what need not wait, and lets go on what has waited long enough. */
    void tick(LaneLimits limits, long now) {
        for (LaneLine line : List.copyOf(byName.values())) {
            drop(line.takeOlderThan(now - limits.patience().toNanos()), "expired");
            if (line.becomesSlow(now - limits.unanswered().toNanos())) {
                release(line.all());
            }
            line.retryIfDue(now);
            update(line);
        }
    }

    /** Something about the line has changed: it may send, or be done with. */
    void update(LaneLine line) {
        if (line.maySend()) {
            line.queued(true);
            ready.add(line);
        } else if (line.isEmpty() && !line.isUnderWay()) {
            byName.remove(line.name(), line);
        }
    }

    /** The line that is next to send; null if there is none. */
    LaneLine next() {
        LaneLine line = ready.poll();
        if (line != null) {
            line.queued(false);
        }
        return line;
    }

    /** Whether the holder is still to be told of something, should it answer again. */
    boolean hasToTell() {
        return size() > 0 || !lost.isEmpty() && nanos.getAsLong() - lostAt < LOST_REMEMBERED.toNanos();
    }

    int size() {
        return byName.values().stream().mapToInt(LaneLine::size).sum();
    }

    /** Of the frames that are under way or wait. */
    long characters() {
        return characters;
    }
}
