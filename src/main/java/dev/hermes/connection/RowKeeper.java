package dev.hermes.connection;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Keeps the rows of this process' connections and rooms: twice a day it puts off their expiry, one after the other with a
 * pause between them, and it writes those of connections again when the process goes on under another id, which waits for
 * none of the former. On a thread of its own.
 */
public final class RowKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(RowKeeper.class);

    private static final Duration PERIOD = Duration.ofHours(12);
    /** Between two rows: those of 50 000 connections, each in a room of its own, take seven hours. */
    private static final long PAUSE_MILLIS = 250;

    private static final int WRITTEN_TOGETHER = 100;
    private static final long PATIENCE_SECONDS = 10;
    /** Before rows that the table did not take are written again. */
    private static final long AGAIN_SECONDS = 2;

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final ConnectionTable connections;
    private final ConnectionRows rows;
    private final Supplier<Collection<Connection>> own;
    private final Predicate<String> holds;
    private final Supplier<Collection<Runnable>> rooms;
    private final ScheduledExecutorService thread;

    /**
     * @param own the connections that this process holds now
     * @param holds whether this process has the socket of a connection id
     * @param rooms of each room, what puts off the expiry of its row
     * @param thread ends with this
     */
    public RowKeeper(
            DynamoDbClient dynamoDb,
            String table,
            ConnectionTable connections,
            ConnectionRows rows,
            Supplier<Collection<Connection>> own,
            Predicate<String> holds,
            Supplier<Collection<Runnable>> rooms,
            ScheduledExecutorService thread) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.connections = connections;
        this.rows = rows;
        this.own = own;
        this.holds = holds;
        this.rooms = rooms;
        this.thread = thread;
    }

    /** With the context. */
    public void open() {
        thread.schedule(this::keepAll, PERIOD.toMinutes(), TimeUnit.MINUTES);
    }

    /** With the context. */
    public void close() {
        thread.shutdownNow();
    }

    private void keepAll() {
        Queue<Runnable> all = new ArrayDeque<>(rooms.get());
        own.get().forEach(connection -> all.add(() -> keep(connection)));
        thread.schedule(this::keepAll, PERIOD.toMinutes(), TimeUnit.MINUTES);
        keepNext(all);
    }

    private void keepNext(Queue<Runnable> left) {
        Runnable next = left.poll();
        if (next != null) {
            thread.schedule(() -> keepNext(left), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            next.run();
        }
    }

    private void keep(Connection connection) {
        try {
            // Not of a row that is gone: that would bring back the row of a connection that has just closed.
            dynamoDb.updateItem(update -> update.tableName(table)
                    .key(connections.key(connection.id()))
                    .conditionExpression("attribute_exists(connection_id)")
                    .updateExpression("SET expires_at = :end")
                    .expressionAttributeValues(Map.of(":end", connections.ownExpiry())));
        } catch (ConditionalCheckFailedException gone) {
            LOG.debug("Connection {} has no row any more", connection.id());
        } catch (SdkException e) {
            LOG.warn("The expiry of connection {} was not put off: {}", connection.id(), e.getMessage());
        }
    }

    /**
     * The rows of all connections that are open name this process as it is called now, as soon as the table takes them.
     *
     * @param written is told of those whose rows stand
     */
    public void writeAgain(Consumer<Collection<Connection>> written) {
        thread.execute(() -> {
            List<Connection> open = new ArrayList<>(own.get());
            LOG.info("Writing the rows of {} connections again", open.size());
            try {
                for (int from = 0; from < open.size(); from += WRITTEN_TOGETHER) {
                    write(open.subList(from, Math.min(open.size(), from + WRITTEN_TOGETHER)), written);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void write(List<Connection> some, Consumer<Collection<Connection>> written) throws InterruptedException {
        while (!isWritten(some)) {
            TimeUnit.SECONDS.sleep(AGAIN_SECONDS);
        }
        written.accept(some);
        // Of those that have closed meanwhile, whose row was deleted before it was written.
        some.stream().map(Connection::id).filter(id -> !holds.test(id)).forEach(rows::delete);
    }

    private boolean isWritten(List<Connection> some) throws InterruptedException {
        List<Connection> open =
                some.stream().filter(connection -> holds.test(connection.id())).toList();
        try {
            CompletableFuture.allOf(open.stream().map(rows::put).toArray(CompletableFuture<?>[]::new))
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("Rows of {} connections are not written yet: {}", open.size(), e.toString());
            return false;
        }
    }
}
