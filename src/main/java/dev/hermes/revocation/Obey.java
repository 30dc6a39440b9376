package dev.hermes.revocation;

import com.github.benmanes.caffeine.cache.Cache;
import dev.hermes.cache.Caches;
import dev.hermes.connection.Connection;
import dev.hermes.websocket.socket.LiveConnections;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Closes the sockets of a user whose access was revoked.
 *
 * <p>The rows of tokens are read again first: a user who was let in again meanwhile stays. Safe for use by many threads.
 */
public final class Obey {

    private static final Logger LOG = LoggerFactory.getLogger(Obey.class);

    /** As long as a notice stays in the table. */
    private static final Duration REMEMBERED = Duration.ofHours(25);

    private static final long MOST = 100_000;
    private static final long PATIENCE_SECONDS = 1;

    private final TokenRows tokens;
    private final LiveConnections live;
    private final Cache<String, Boolean> obeyed =
            Caches.builder().expireAfterWrite(REMEMBERED).maximumSize(MOST).build();
    /** One at a time. Those that come meanwhile are left to the next, which holds what they hold. */
    private final ThreadPoolExecutor readings = new ThreadPoolExecutor(
            0, 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), Obey::daemon, new ThreadPoolExecutor.DiscardPolicy());

    /** @param tokenTable the table of tokens */
    public Obey(DynamoDbClient dynamoDb, String tokenTable, LiveConnections live) {
        this.tokens = new TokenRows(dynamoDb, tokenTable);
        this.live = live;
    }

    /**
     * Obeys what was read from the table, later, on a thread of its own: the caller has a lease to renew, and notices of a
     * day may be thousands. One that cannot be obeyed now is met again at the next reading.
     */
    public void all(List<Map<String, AttributeValue>> rows) {
        readings.execute(() -> obey(rows));
    }

    private void obey(List<Map<String, AttributeValue>> rows) {
        for (Notice notice : rows.stream().map(NoticeRows::read).toList()) {
            if (obeyed.getIfPresent(notice.id()) == null) {
                try {
                    one(notice);
                } catch (SdkException e) {
                    LOG.debug("The revocation of user '{}' waits for the table", notice.userId(), e);
                }
            }
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "revocations");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Returns when the sockets have been closed. Blocks.
     *
     * @return the rooms in which the user had sockets here
     * @throws SdkException if the table does not answer
     */
    List<String> one(Notice notice) {
        Set<String> stillAllowed = tokens.roomsOf(notice.userId());
        List<String> rooms = live.ofUser(notice.userId()).stream()
                .map(Connection::roomId)
                .filter(notice::concerns)
                .distinct()
                .toList();
        CountDownLatch closed = new CountDownLatch(1);
        live.revoke(
                connection -> connection.userId().equals(notice.userId())
                        && notice.concerns(connection.roomId())
                        && !stillAllowed.contains(connection.roomId()),
                closed::countDown);
        try {
            if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("Not all sockets have been asked yet whether they are of user '{}'", notice.userId());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        obeyed.put(notice.id(), true);
        return rooms;
    }
}
