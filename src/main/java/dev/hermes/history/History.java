package dev.hermes.history;

import dev.hermes.table.RoomsTable;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Numbers the messages of rooms that have numbered clients, and keeps them for a while for whoever was away.
 *
 * <p>The futures are completed on threads of the history; they fail with the
 * {@link software.amazon.awssdk.core.exception.SdkException} of the table. Safe for use by many threads; nothing blocks.
 */
public final class History {

    private static final int MOST_AFTER_GAP = 1000;
    /** Each of them is a request to the API Gateway. */
    private static final int MOST_AT_API_GATEWAY = 200;

    private final HistoryTable table;
    private final Count count;
    private final Readings readings;
    private final Readings atApiGateway;
    private final Appends appends;
    private final HistoryMeters meters;
    private final ScheduledExecutorService threads;
    private final Shared<Counting, Long> counts;
    private final Shared<String, Row> newest;
    private final Shared<From, Row> newestSince;
    private final Shared<From, Part> parts;

    private record From(String room, long number) {}

    private record Counting(String room, Duration least) {}

    /**
     * How much is kept, and for whom.
     *
     * @param window how long a message is kept for those who were away; zero: there is no history
     * @param replayMessages who has missed more is to load everything anew
     */
    public record Limits(Duration window, int replayMessages) {}

    /** @param threads run requests to the table; ended by their owner */
    public History(
            DynamoDbClient dynamoDb,
            RoomsTable rooms,
            Limits limits,
            Clock clock,
            ScheduledExecutorService threads,
            MeterRegistry registry) {
        this.table = new HistoryTable(dynamoDb, rooms, limits.window(), clock);
        this.count = new Count(table);
        this.readings = new Readings(table, limits.replayMessages(), MOST_AFTER_GAP);
        this.atApiGateway =
                new Readings(table, Math.min(limits.replayMessages(), MOST_AT_API_GATEWAY), MOST_AT_API_GATEWAY);
        this.meters = new HistoryMeters(registry);
        this.appends = new Appends(table, count, meters, threads);
        this.threads = threads;
        this.counts = new Shared<>(threads);
        this.newest = new Shared<>(threads);
        this.newestSince = new Shared<>(threads);
        this.parts = new Shared<>(threads);
    }

    /** Whether any history is kept. */
    public boolean isOn() {
        return !table.window().isZero();
    }

    /** How long a room is counted after its last numbered client has gone. */
    public Duration window() {
        return table.window();
    }

    /** Gives a message of a counted room its number; the one it has, if it has one. While the table is unavailable it waits. */
    public CompletableFuture<Long> append(String room, Message message) {
        return appends.append(room, message);
    }

    /** Counts the room for at least that long from now on; done with the moment until which it does, in ms since 1970. */
    public CompletableFuture<Long> count(String room, Duration least) {
        return counts.get(new Counting(room, least), () -> count.keep(room, least));
    }

    /** The last number that was given in a counted room. */
    public CompletableFuture<Long> head(String room) {
        return newest.getFresh(room, () -> count.newestOfCounted(room)).thenApply(Row::last);
    }

    /**
     * Finds where the messages begin that a client wants.
     *
     * @param head the last number that the caller knows of
     */
    public CompletableFuture<Opening> open(String room, Since since, long head) {
        return open(readings, room, since, head);
    }

    /** As {@link #open}, for a client whose connection an API Gateway holds: with at most 200 messages. */
    public CompletableFuture<Opening> openAtApiGateway(String room, Since since, long head) {
        return open(atApiGateway, room, since, head);
    }

    private CompletableFuture<Opening> open(Readings from, String room, Since since, long head) {
        return newest.get(room, () -> count.newestOfCounted(room))
                .thenCompose(row -> since.isBeyond(Math.max(head, row.last()))
                        ? newestSince(room, since.number())
                        : CompletableFuture.completedFuture(row))
                .thenApplyAsync(
                        row -> {
                            Opening opening = from.open(room, since, row, Math.max(head, row.last()));
                            meters.greeted(opening.resumed());
                            return opening;
                        },
                        threads);
    }

    /**
     * The newest row for a client that has seen a number which is not known here: another process gave it a moment ago, so
     * that a reading which begins now finds it, for all who show the same number.
     */
    private CompletableFuture<Row> newestSince(String room, long number) {
        return newestSince.get(new From(room, number), () -> count.newestOfCounted(room));
    }

    /** The messages from a number on, as read by anybody within a second. */
    public CompletableFuture<Part> read(String room, long from) {
        return parts.get(new From(room, from), () -> readings.read(room, from));
    }

    /** A part of the messages from one number up to another that was given. */
    public CompletableFuture<Part> readUpTo(String room, long from, long last) {
        if (from > last) {
            return CompletableFuture.completedFuture(new Part(List.of(), from, false));
        }
        return read(room, from)
                .thenCompose(part -> part.next() > from ? CompletableFuture.completedFuture(part) : readNow(room, from))
                .thenApply(part -> part.upTo(from, last));
    }

    /** The messages from a number on, as they are now. */
    public CompletableFuture<Part> readNow(String room, long from) {
        return parts.getFresh(new From(room, from), () -> readings.read(room, from));
    }

    /** At most {@code limit} messages behind a number, for who reads them at leisure. Blocks. */
    Part list(String room, long after, int limit) {
        return readings.list(room, after, limit);
    }

    /** The last number of a room; empty if it was never counted, or all of it is forgotten. Blocks. */
    Optional<Long> lastNumber(String room) {
        return count.newest(room).map(Row::last);
    }
}
