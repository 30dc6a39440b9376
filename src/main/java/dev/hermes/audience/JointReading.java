package dev.hermes.audience;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import com.github.benmanes.caffeine.cache.Cache;
import dev.hermes.cache.Caches;
import dev.hermes.connection.ConnectionTable;
import dev.hermes.dependency.FailureKind;
import dev.hermes.dependency.Replaceable;
import dev.hermes.table.RoomsTable;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ExecuteStatementResponse;

/**
 * Reads the rows of several rooms in one request, which a query cannot: by a PartiQL statement, for which DynamoDB asks the
 * permission {@code dynamodb:PartiQLSelect}.
 *
 * <p>It only saves requests. Whatever it fails for, the rooms are then looked up one by one, each with the patience of its
 * route. Safe for use by many threads.
 */
public final class JointReading {

    private static final Logger LOG = LoggerFactory.getLogger(JointReading.class);

    /** DynamoDB takes 50 keys. Those of one statement wait for each other. */
    static final int MOST_ROOMS = 25;

    /** For which a room with more rows than a page is read by itself, and nothing is read jointly after it was forbidden. */
    private static final Duration PAUSE = Duration.ofMinutes(10);

    private static final long MOST_LONG_ROOMS = 10_000;

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final String source;
    private final String key;
    private final boolean consistent;
    private final Function<String, MemberLookUp> lookUps;
    private final Cache<String, Boolean> longRooms = Caches.builder()
            .expireAfterWrite(PAUSE)
            .maximumSize(MOST_LONG_ROOMS)
            .build();
    /** Until one has been answered, there is one at a time: who else asks does not wait for what may be forbidden, or hang. */
    private final AtomicBoolean trial = new AtomicBoolean();

    private volatile boolean answered;
    private volatile long forbiddenAt = System.nanoTime() - PAUSE.toNanos();

    private JointReading(
            DynamoDbClient dynamoDb,
            String table,
            String source,
            String key,
            boolean consistent,
            Function<String, MemberLookUp> lookUps) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.source = source;
        this.key = key;
        this.consistent = consistent;
        this.lookUps = lookUps;
    }

    /** Reads who holds connections of the rooms, as it is now. */
    public static JointReading ofHolders(DynamoDbClient dynamoDb, String table, Audience audience) {
        return new JointReading(dynamoDb, table, quoted(table), RoomsTable.PART, true, audience::holdersOf);
    }

    /** Reads the connections of the rooms, by the index of this name. */
    public static JointReading ofConnections(DynamoDbClient dynamoDb, String table, String index, Audience audience) {
        String source = quoted(table) + "." + quoted(index);
        return new JointReading(dynamoDb, table, source, ConnectionTable.ROOM, false, audience::connectionsOf);
    }

    private static String quoted(String name) {
        return '"' + name + '"';
    }

    /**
     * Blocks as long as a request may take.
     *
     * @param rooms at most {@link #MOST_ROOMS}
     * @return the look-ups of the rooms that were read, finished, by room: all, or fewer, or none
     */
    public Map<String, MemberLookUp> read(List<String> rooms) {
        Set<String> known = longRooms.getAllPresent(rooms).keySet();
        Map<String, MemberLookUp> begun = rooms.stream()
                .filter(room -> !known.contains(room))
                .map(lookUps)
                .collect(toMap(MemberLookUp::value, Function.identity()));
        boolean first = !answered;
        if (begun.size() < 2 || first && !beginTrial()) {
            return Map.of();
        }
        try {
            ExecuteStatementResponse page = ask(begun.keySet());
            answered = true;
            return finish(begun, page);
        } catch (RuntimeException e) {
            answered = false;
            tell(e);
            return Map.of();
        } finally {
            if (first) {
                trial.set(false);
            }
        }
    }

    private boolean beginTrial() {
        return !isForbidden() && trial.compareAndSet(false, true);
    }

    private boolean isForbidden() {
        return System.nanoTime() - forbiddenAt < PAUSE.toNanos();
    }

    private ExecuteStatementResponse ask(Set<String> values) {
        String places = String.join(", ", Collections.nCopies(values.size(), "?"));
        String statement = "SELECT * FROM " + source + " WHERE " + quoted(key) + " IN [" + places + "]";
        return dynamoDb.executeStatement(select -> select.statement(statement)
                .parameters(values.stream().map(AttributeValue::fromS).toList())
                .consistentRead(consistent)
                .overrideConfiguration(Replaceable.request(table)));
    }

    private Map<String, MemberLookUp> finish(Map<String, MemberLookUp> begun, ExecuteStatementResponse page) {
        Map<String, List<Map<String, AttributeValue>>> found =
                page.items().stream().collect(groupingBy(row -> row.get(key).s()));
        if (page.nextToken() != null) {
            found.entrySet().stream()
                    .max(Map.Entry.comparingByValue((one, other) -> one.size() - other.size()))
                    .ifPresent(most -> longRooms.put(begun.get(most.getKey()).roomId(), true));
            return Map.of();
        }
        begun.forEach((value, lookUp) -> lookUp.add(found.getOrDefault(value, List.of()), null));
        return begun.values().stream().collect(toMap(MemberLookUp::roomId, Function.identity()));
    }

    private void tell(RuntimeException failure) {
        if (FailureKind.of(failure) == FailureKind.UNAVAILABLE && !FailureKind.mayBeAccident(failure)) {
            boolean isKnown = isForbidden();
            forbiddenAt = System.nanoTime();
            if (!isKnown) {
                LOG.warn(
                        "DynamoDB does not let Hermes read several rooms of {} at once, so each costs a request of its own;"
                                + " it needs dynamodb:PartiQLSelect: {}",
                        source,
                        failure.getMessage());
            }
        } else {
            LOG.debug("Rooms of {} could not be read at once", source, failure);
        }
    }
}
