package dev.hermes.queue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is in hand out of the sight of others, and gives back what will not be done here.
 *
 * <p>Everything happens on one thread, so that nothing is kept out of sight after it was given back.
 */
final class Visibility {

    private static final Logger LOG = LoggerFactory.getLogger(Visibility.class);

    private static final int RENEWALS_PER_TIMEOUT = 3;
    /** SQS keeps a message out of sight for twelve hours at the longest. */
    private static final Duration LONGEST_IN_HAND = Duration.ofHours(11);

    private static final Duration TO_GIVE_BACK = Duration.ofSeconds(2);

    private final NotificationQueue queue;
    private final InHand inHand;
    private final Ends ends;
    private final ScheduledExecutorService thread;

    Visibility(NotificationQueue queue, InHand inHand, Ends ends, ScheduledExecutorService thread) {
        this.queue = queue;
        this.inHand = inHand;
        this.ends = ends;
        this.thread = thread;
    }

    /** @param timeoutSeconds after which a message is visible again unless it is renewed */
    void open(int timeoutSeconds) {
        long period = Math.max(1, timeoutSeconds * 1000L / RENEWALS_PER_TIMEOUT);
        thread.scheduleWithFixedDelay(this::renew, period, period, TimeUnit.MILLISECONDS);
    }

    private void renew() {
        try {
            giveBack(inHand.removeOlder(System.nanoTime() - LONGEST_IN_HAND.toNanos()));
            queue.extend(inHand.all(), inHand::holds);
        } catch (RuntimeException e) {
            // A task that ends here would renew nothing any more, and each slow message would come twice.
            LOG.error("What is in hand could not be kept out of sight", e);
        }
    }

    /** Makes messages that are no longer in hand visible at once. */
    void giveBack(List<HeldMessage> messages) {
        if (!messages.isEmpty()) {
            ends.returned(messages);
            soon(messages, () -> {
                queue.giveBack(messages, TO_GIVE_BACK);
                LOG.debug("Notifications {} were given back", HeldMessage.ids(messages));
            });
        }
    }

    /** Runs a task that asks SQS for something about these messages. */
    void soon(List<HeldMessage> messages, Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException stopping) {
            LOG.debug(
                    "Too late for SQS: notifications {} come again when their visibility time-out is over",
                    HeldMessage.ids(messages));
        }
    }

    /** Waits until what was given back is visible, as far as SQS answers in time. */
    void flush() throws InterruptedException {
        try {
            thread.submit(() -> {}).get(TO_GIVE_BACK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException | RejectedExecutionException e) {
            LOG.debug("Not all could be given back", e);
        }
    }
}
