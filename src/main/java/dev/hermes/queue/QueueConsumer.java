package dev.hermes.queue;

import dev.hermes.dependency.FailureKind;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the route for each message of the queue.
 *
 * <p>Nothing is received while as many as may be are in hand: a message that waited here would use up its visibility
 * time-out. An exchange that ends well has deleted its message. One that AWS refused for good is moved to the dead-letter
 * queue. Any other failure leaves the message to its visibility time-out. Of a message group, one message is under way at a
 * time; if it is not done, those behind it are given back. Headers are those of the stock consumer.
 */
final class QueueConsumer extends DefaultConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(QueueConsumer.class);

    private static final long SHORTEST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;
    private static final long SHORTLY_MILLIS = 1_000;

    private final QueueComponent component;
    private final QueueLimits limits;
    private final NotificationQueue queue;
    private final InHand inHand = new InHand();
    private volatile CountDownLatch stopped = new CountDownLatch(0);
    private volatile boolean finished;
    private ExecutorService receivers;
    private ScheduledExecutorService clock;
    private Visibility visibility;

    QueueConsumer(QueueEndpoint endpoint, Processor processor, QueueComponent component) {
        super(endpoint, processor);
        this.component = component;
        this.limits = component.limits(endpoint.getConfiguration());
        this.queue = component.queue(endpoint.getConfiguration());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ExecutorServiceManager threads = getEndpoint().getCamelContext().getExecutorServiceManager();
        clock = threads.newSingleThreadScheduledExecutor(this, "visibility");
        visibility = new Visibility(queue, inHand, component.ends(), clock);
        int consumers = limits.consumers();
        receivers = threads.newFixedThreadPool(this, "notification-queue", consumers);
        stopped = new CountDownLatch(1);
        finished = false;
        component.consumer(this);
        visibility.open(limits.visibilitySeconds());
        for (int i = 0; i < consumers; i++) {
            receivers.execute(this::receive);
        }
    }

    @Override
    protected void doStop() throws Exception {
        stopReceiving();
        finish(true);
        ExecutorServiceManager threads = getEndpoint().getCamelContext().getExecutorServiceManager();
        threads.shutdownNow(receivers);
        threads.shutdownNow(clock);
        super.doStop();
    }

    void stopReceiving() {
        if (stopped.getCount() > 0) {
            stopped.countDown();
            visibility.giveBack(inHand.removeWaiting());
        }
    }

    /**
     * What has not ended shortly is given back, and its exchange goes on for nobody. A long poll is waited for: a message
     * that the queue hands to one whose receiver has gone is hidden from everybody until its visibility time-out.
     */
    void finish(boolean serves) {
        if (finished) {
            return;
        }
        finished = true;
        long receive = serves ? queue.receiveDeadline().toMillis() : SHORTLY_MILLIS;
        try {
            receivers.shutdown();
            receivers.awaitTermination(receive, TimeUnit.MILLISECONDS);
            inHand.awaitNone(SHORTLY_MILLIS);
            visibility.giveBack(inHand.removeAll());
            visibility.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    int inHand() {
        return inHand.size();
    }

    private boolean isReceiving() {
        return stopped.getCount() > 0;
    }

    private void receive() {
        long pause = SHORTEST_PAUSE_MILLIS;
        try {
            while (isReceiving()) {
                try {
                    if (inHand.awaitRoom(limits.inHand(), LONGEST_PAUSE_MILLIS)) {
                        hand(queue.receive());
                    }
                    pause = SHORTEST_PAUSE_MILLIS;
                } catch (RuntimeException e) {
                    // The dependency tells that SQS does not serve, once.
                    LOG.debug("Nothing could be received", e);
                    stopped.await(pause, TimeUnit.MILLISECONDS);
                    pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void hand(List<HeldMessage> messages) {
        if (isReceiving()) {
            inHand.take(messages).forEach(this::begin);
        } else {
            visibility.giveBack(messages);
        }
    }

    private void begin(HeldMessage held) {
        LOG.debug("Notification {} is handed to the rules", held.id());
        Exchange exchange = createExchange(false);
        held.copyTo(exchange.getMessage());
        try {
            createUoW(exchange);
            getAsyncProcessor().process(exchange, synchronously -> end(held, exchange));
        } catch (Exception e) {
            exchange.setException(e);
            end(held, exchange);
        }
    }

    private void end(HeldMessage held, Exchange exchange) {
        Exception failure = exchange.getException();
        doneUoW(exchange);
        releaseExchange(exchange, false);
        if (!inHand.holds(held)) {
            LOG.debug("Notification {} was given back before it was done", held.id());
        } else if (failure == null) {
            LOG.debug("Notification {} is done and deleted", held.id());
            component.ends().done(held, exchange);
            goOn(held);
        } else if (FailureKind.isOfAws(failure) && FailureKind.of(failure) == FailureKind.REFUSED) {
            visibility.soon(List.of(held), () -> park(held, failure));
        } else {
            fail(held, failure);
        }
    }

    private void goOn(HeldMessage done) {
        inHand.done(done).ifPresent(this::begin);
    }

    private void park(HeldMessage held, Exception refusal) {
        try {
            component.deadLetters().park(held, refusal);
            queue.delete(held);
            component.ends().parked(held, refusal);
            goOn(held);
        } catch (RuntimeException e) {
            fail(held, e);
        }
    }

    private void fail(HeldMessage held, Exception failure) {
        if (FailureKind.isOfAws(failure)) {
            LOG.debug("Notification {} comes again", held.id(), failure);
        } else {
            LOG.warn(
                    "Notification {} was not delivered, and comes again within {} s: {}",
                    held.id(),
                    limits.visibilitySeconds(),
                    failure.toString());
        }
        component.ends().failed(held, failure);
        visibility.giveBack(inHand.notDone(held));
    }
}
