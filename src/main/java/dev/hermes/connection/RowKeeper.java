package dev.hermes.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
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
 * Keeps the rows of this process' connections: twice a day it puts off their expiry, at a slow pace, and it writes them
 * again when the process goes on under another id. On a thread of its own.
 */
public final class RowKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(RowKeeper.class);

    private static final Duration PERIOD = Duration.ofHours(12);
    /** Between two rows: 50 000 take eight hours and a half less than the period. */
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
    private final Runnable keepRooms;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "row-keeper"));

    /**
     * @param own the connections that this process holds now
     * @param holds whether this process has the socket of a connection id
     * @param keepRooms puts off the expiry of the rows of rooms
     */
    public RowKeeper(
            DynamoDbClient dynamoDb,
            String table,
            ConnectionTable connections,
            ConnectionRows rows,
            Supplier<Collection<Connection>> own,
            Predicate<String> holds,
            Runnable keepRooms) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.connections = connections;
        this.rows = rows;
        this.own = own;
        this.holds = holds;
        this.keepRooms = keepRooms;
    }

    /** With the context. */
    public void open() {
        thread.scheduleWithFixedDelay(this::keep, PERIOD.toMinutes(), PERIOD.toMinutes(), TimeUnit.MINUTES);
    }

    /** With the context. */
    public void close() {
        thread.shutdownNow();
    }

    private void keep() {
        try {
            keepRooms.run();
            for (Connection connection : own.get()) {
                keep(connection);
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
