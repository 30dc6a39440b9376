package dev.hermes.audience;

import com.github.benmanes.caffeine.cache.Cache;
import dev.hermes.cache.Caches;
import dev.hermes.connection.ConnectionTable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Deletes rows of connections that nobody holds any more, in the background and one at a time.
 *
 * <p>A process that was taken for dead and lives writes its rows anew under another id, so a row is deleted only while it
 * still names the dead one. What is left for now is met again by a later notification.
 */
public final class DeadRows {

    private static final Logger LOG = LoggerFactory.getLogger(DeadRows.class);

    private static final int MOST_WAITING = 1_000;
    /** The index of connections may show a row for a while after it was deleted. */
    private static final Duration REMEMBERED = Duration.ofSeconds(5);

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Clock clock;
    private final Counter deleted;
    /** Waiting ones included. */
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    private final Cache<String, Boolean> ended =
            Caches.builder().expireAfterWrite(REMEMBERED).build();

    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), task -> new Thread(task, "dead-rows"));

    /** @param clock for rows of the version before this one alone */
    public DeadRows(DynamoDbClient dynamoDb, String table, Clock clock, MeterRegistry meters) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.clock = clock;
        this.deleted = Counter.builder("hermes.connections.dead")
                .description("Rows of connections deleted because their process is dead")
                .register(meters);
    }

    /** @param address that the rows name */
    public void delete(String address, List<String> connectionIds) {
        delete(address, connectionIds, "#endpoint = :dead", Map.of("#endpoint", ConnectionTable.ENDPOINT), Map.of());
    }

    /**
     * Deletes those whose own time is over, as a node of the version before this one writes it.
     *
     * @param address that the rows name
     */
    public void deleteExpired(String address, List<String> connectionIds) {
        delete(
                address,
                connectionIds,
                "#endpoint = :dead AND #expiry < :now",
                Map.of("#endpoint", ConnectionTable.ENDPOINT, "#expiry", ConnectionTable.EXPIRES_AT),
                Map.of(
                        ":now",
                        AttributeValue.fromN(Long.toString(clock.instant().getEpochSecond()))));
    }

    private void delete(
            String address,
            List<String> connectionIds,
            String condition,
            Map<String, String> names,
            Map<String, AttributeValue> otherValues) {
        Map<String, AttributeValue> values = new HashMap<>(otherValues);
        values.put(":dead", AttributeValue.fromS(address));
        List<String> taken = connectionIds.stream()
                .filter(id -> ended.getIfPresent(id) == null && underWay.add(id))
                .toList();
        if (taken.isEmpty()) {
            return;
        }
        try {
            thread.execute(() -> taken.forEach(id -> delete(id, condition, names, values)));
        } catch (RejectedExecutionException full) {
            LOG.debug("{} rows of {} are left to a later notification", taken.size(), address);
            taken.forEach(underWay::remove);
        }
    }

    private void delete(String id, String condition, Map<String, String> names, Map<String, AttributeValue> values) {
        try {
            dynamoDb.deleteItem(delete -> delete.tableName(table)
                    .key(Map.of(ConnectionTable.ID, AttributeValue.fromS(id)))
                    .conditionExpression(condition)
                    .expressionAttributeNames(names)
                    .expressionAttributeValues(values));
            deleted.increment();
        } catch (ConditionalCheckFailedException stillGood) {
            LOG.debug("The row of connection {} is still good", id);
        } catch (SdkException e) {
            LOG.debug("The row of connection {} was not deleted", id, e);
        } finally {
            ended.put(id, true);
            underWay.remove(id);
        }
    }

    /** With the context. */
    public void close() {
        thread.shutdownNow();
    }
}
