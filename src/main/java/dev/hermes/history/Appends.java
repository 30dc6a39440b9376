package dev.hermes.history;

import com.github.benmanes.caffeine.cache.Cache;
import dev.hermes.cache.Caches;
import dev.hermes.log.LogInterval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/**
 * Gives the messages of counted rooms their numbers, by appending them to the histories of their rooms.
 *
 * <p>For each room one row is written at a time, with all that waits for the room meanwhile. While the table does not
 * answer, the messages wait here, in their order. Safe for use by many threads; nothing blocks.
 */
final class Appends {

    private static final Logger LOG = LoggerFactory.getLogger(Appends.class);

    /** What a process knows of a quiet room is worth one read. */
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    private static final Duration BETWEEN_LOG_LINES = Duration.ofSeconds(10);
    private static final int MOST_ROOMS = 10_000;
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 2000;

    private final HistoryTable table;
    private final Count count;
    private final HistoryMeters meters;
    private final ScheduledExecutorService threads;
    private final LogInterval broken = new LogInterval(BETWEEN_LOG_LINES, System::nanoTime);
    private final Cache<String, Line> lines = Caches.builder()
            .expireAfterAccess(REMEMBERED)
            .maximumSize(MOST_ROOMS)
            .build();

    /** @param threads run requests to the table */
    Appends(HistoryTable table, Count count, HistoryMeters meters, ScheduledExecutorService threads) {
        this.table = table;
        this.count = count;
        this.meters = meters;
        this.threads = threads;
    }

    /**
     * @return the number of the message, whoever gave it; fails with the {@link SdkException} of a table that refuses the
     *     message for good
     */
    CompletableFuture<Long> append(String room, Message message) {
        Waiting waiting = new Waiting(message);
        lines.asMap().compute(room, (name, found) -> {
            Line line = found == null ? new Line(name) : found;
            line.add(waiting);
            return line;
        });
        return waiting.number;
    }

    /** What a process remembers of a room goes with its count. */
    void forget(String room) {
        lines.asMap().computeIfPresent(room, (name, line) -> line.isIdle() ? null : line);
    }

    private final class Line implements Runnable {

        private final Appending appending;
        private List<Waiting> waiting = new ArrayList<>();
        private boolean running;
        private long pause = FIRST_PAUSE_MILLIS;

        private Line(String room) {
            this.appending = new Appending(room, table, count);
        }

        private synchronized void add(Waiting one) {
            waiting.add(one);
            if (!running) {
                running = true;
                goOn(0);
            }
        }

        private synchronized boolean isIdle() {
            return !running;
        }

        private void goOn(long millis) {
            try {
                threads.schedule(this, millis, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException ending) {
                LOG.debug("The process ends; what has no number comes again from the queue", ending);
            }
        }

        private synchronized List<Waiting> takeWaiting() {
            List<Waiting> taken = waiting;
            waiting = new ArrayList<>();
            return taken;
        }

        private synchronized boolean end() {
            running = !waiting.isEmpty() || !appending.isEmpty();
            return !running;
        }

        @Override
        public void run() {
            appending.add(takeWaiting());
            try {
                appending.step();
                meters.appended();
                pause = FIRST_PAUSE_MILLIS;
                if (!end()) {
                    goOn(0);
                }
            } catch (RuntimeException e) {
                // Whatever it is, what waits must not wait for ever.
                failed(e);
            }
        }

        private void failed(RuntimeException failure) {
            meters.appendFailed();
            if (isRefused(failure)) {
                appending.takeAll().forEach(one -> one.number.completeExceptionally(failure));
                if (!end()) {
                    goOn(0);
                }
                return;
            }
            if (failure instanceof SdkException) {
                LOG.debug(
                        "The history of a room takes notifications {} not yet; tried again in {} ms",
                        appending.ids(),
                        pause,
                        failure);
            } else {
                broken.log(more -> LOG.warn(
                        "The history of a room cannot be read, so notifications {} wait; tried again ({} more such lines)",
                        appending.ids(),
                        more,
                        failure));
            }
            goOn(pause);
            pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
        }
    }

    private static boolean isRefused(RuntimeException failure) {
        return failure instanceof DynamoDbException refusal
                && refusal.awsErrorDetails() != null
                && "ValidationException".equals(refusal.awsErrorDetails().errorCode());
    }
}
