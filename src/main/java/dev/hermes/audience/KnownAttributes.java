package dev.hermes.audience;

import static java.util.stream.Collectors.toMap;

import com.github.benmanes.caffeine.cache.Cache;
import dev.hermes.cache.Caches;
import dev.hermes.connection.Attributes;
import dev.hermes.connection.AttributesCodec;
import dev.hermes.connection.ConnectionTable;
import dev.hermes.dependency.FailureKind;
import dev.hermes.table.Later;
import dev.hermes.table.RowReader;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The attributes of connections that no node holds, from their rows, each read once: they never change. The index of
 * connections does not have them. Safe for use by many threads; nothing blocks.
 */
public final class KnownAttributes {

    private static final Logger LOG = LoggerFactory.getLogger(KnownAttributes.class);

    /** Longer than API Gateway lets a connection live. */
    private static final Duration REMEMBERED = Duration.ofMinutes(130);

    private static final long MOST = 200_000;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

    private final RowReader rows;
    private final Later later;
    /** No asynchronous cache: it logs a stack trace for each row that could not be read. */
    private final Cache<String, CompletableFuture<Attributes>> byId =
            Caches.builder().expireAfterWrite(REMEMBERED).maximumSize(MOST).build();

    /**
     * @param rows of the table of connections
     * @param later runs what is tried again
     */
    public KnownAttributes(RowReader rows, Later later) {
        this.rows = rows;
        this.later = later;
    }

    /**
     * By connection id; a connection without a row has none. While the table is unavailable it is asked again, until it
     * answers.
     *
     * @return fails with the exception of a table that refuses the request for good
     */
    CompletableFuture<Map<String, Attributes>> of(Collection<String> connectionIds) {
        return of(connectionIds, FIRST_PAUSE);
    }

    private CompletableFuture<Map<String, Attributes>> of(Collection<String> ids, Duration pause) {
        Map<String, CompletableFuture<Attributes>> asked =
                ids.stream().distinct().collect(toMap(id -> id, this::read));
        return CompletableFuture.allOf(asked.values().toArray(CompletableFuture<?>[]::new))
                .thenApply(read -> asked.entrySet().stream().collect(toMap(Map.Entry::getKey, entry -> entry.getValue()
                        .join())))
                .exceptionallyCompose(failure -> {
                    if (FailureKind.of(failure) == FailureKind.REFUSED) {
                        return CompletableFuture.failedFuture(failure);
                    }
                    LOG.debug("The attributes of {} connections are not read yet", ids.size(), failure);
                    return after(pause).thenCompose(paused -> of(ids, longer(pause)));
                });
    }

    private CompletableFuture<Attributes> read(String id) {
        return byId.asMap()
                .compute(
                        id,
                        (same, before) -> before == null || before.isCompletedExceptionally()
                                ? rows.get(key(id)).thenApply(AttributesCodec::read)
                                : before);
    }

    private static Map<String, AttributeValue> key(String id) {
        return Map.of(ConnectionTable.ID, AttributeValue.fromS(id));
    }

    private CompletableFuture<Void> after(Duration pause) {
        CompletableFuture<Void> passed = new CompletableFuture<>();
        later.run(pause, () -> passed.complete(null));
        return passed;
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }
}
