package dev.hermes.connection;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Says of a row how long it is good for without word from its node.
 *
 * <p>A node renews the rows of its own connections three times in a lease. A row whose lease is over belongs to a node
 * that died: whoever finds that node away deletes it, and DynamoDB itself does so in the end. Works in the background, on
 * one thread.
 */
public final class Leases {

    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

    private static final int RENEWALS_PER_LEASE = 3;

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final ConnectionTable connections;
    private final Duration lease;
    private final Clock clock;
    private final Supplier<Collection<Connection>> own;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "leases"));

    /** @param own the connections that this node holds now */
    public Leases(
            DynamoDbClient dynamoDb,
            String table,
            ConnectionTable connections,
            Duration lease,
            Clock clock,
            Supplier<Collection<Connection>> own) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.connections = connections;
        this.lease = lease;
        this.clock = clock;
        this.own = own;
    }

    /** With the context. */
    public void open() {
        long period = Math.max(1, lease.toSeconds() / RENEWALS_PER_LEASE);
        thread.scheduleWithFixedDelay(this::renew, period, period, TimeUnit.SECONDS);
    }

    /** With the context. */
    public void close() {
        thread.shutdownNow();
    }

    private void renew() {
        RuntimeException last = null;
        for (Connection connection : own.get()) {
            try {
                renew(connection);
            } catch (RuntimeException e) {
                // The others may be renewed all the same, and this one at the next time.
                last = e;
            }
        }
        if (last != null) {
            LOG.warn("Not all leases were renewed, and will be tried again: {}", last.getMessage());
        }
    }

    private void renew(Connection connection) {
        try {
            // Not of a row that is gone: that would bring back the row of a connection that has just closed.
            dynamoDb.updateItem(update -> update.tableName(table)
                    .key(connections.key(connection.id()))
                    .conditionExpression("attribute_exists(connection_id)")
                    .updateExpression("SET expires_at = :end")
                    .expressionAttributeValues(Map.of(":end", connections.in(lease))));
        } catch (ConditionalCheckFailedException gone) {
            if (own.get().contains(connection)) {
                // Somebody took this node for dead.
                dynamoDb.putItem(put -> put.tableName(table).item(connections.row(connection)));
            }
        }
    }

    /**
     * Deletes, in the background, the rows among these whose lease is over. Stops at the first that is still good: its
     * node may live.
     */
    public void forgetExpired(Recipients recipients) {
        List<String> ids = recipients.connectionIds();
        thread.execute(() -> {
            int forgotten = 0;
            try {
                for (String id : ids) {
                    forgetIfExpired(id);
                    forgotten++;
                }
            } catch (ConditionalCheckFailedException stillGood) {
                LOG.debug("The lease of {} is not over", recipients.endpoint());
            } catch (SdkException e) {
                LOG.warn("Expired rows of {} were not deleted: {}", recipients.endpoint(), e.getMessage());
            }
            if (forgotten > 0) {
                LOG.info("Node {} is dead: {} of its rows deleted", recipients.endpoint(), forgotten);
            }
        });
    }

    private void forgetIfExpired(String id) {
        AttributeValue now = AttributeValue.fromN(Long.toString(clock.instant().getEpochSecond()));
        dynamoDb.deleteItem(delete -> delete.tableName(table)
                .key(connections.key(id))
                .conditionExpression("attribute_not_exists(connection_id) OR expires_at < :now")
                .expressionAttributeValues(Map.of(":now", now)));
    }
}
