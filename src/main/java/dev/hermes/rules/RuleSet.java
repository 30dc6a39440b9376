package dev.hermes.rules;

import dev.hermes.call.RuleCallConsumer;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.ScheduledPollConsumer;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All rules of one moment, in a Camel context of their own.
 *
 * <p>Starts in two steps: {@link #start} opens all that takes from within, {@link #open} what takes in from outside (a
 * timer, a listener). Safe for use by many threads once it is started.
 */
final class RuleSet {

    private static final Logger LOG = LoggerFactory.getLogger(RuleSet.class);

    private static final Duration DRAIN_CHECK = Duration.ofMillis(20);
    /** So much below zero that no number of hand-overs brings it back. */
    private static final int RETIRED = Integer.MIN_VALUE / 2;

    private final CamelContext context;
    private final RuleModel model;
    private final int files;
    private final Intake intake;
    private final Map<Handover, AsyncProducer> entrances = new EnumMap<>(Handover.class);
    /** Exchanges that were handed over and are not back; below zero once no more may come. */
    private final AtomicInteger handedOver = new AtomicInteger();

    private volatile boolean retired;

    /** @param context with all routes created, and not started */
    RuleSet(CamelContext context, RuleModel model, int files) {
        this.context = context;
        this.model = model;
        this.intake = new Intake(context);
        this.files = files;
    }

    int files() {
        return files;
    }

    /** Warms everything up and opens what takes from within; nothing comes in from outside yet. */
    void start() throws Exception {
        context.start();
        model.heldBack().forEach(route -> intake.add(context.getRoute(route.getRouteId())));
        for (Handover entrance : Handover.values()) {
            AsyncProducer producer =
                    context.getEndpoint("direct:" + entrance.id()).createAsyncProducer();
            producer.start();
            entrances.put(entrance, producer);
        }
    }

    /** Lets come in from outside. */
    void open() throws Exception {
        intake.open();
    }

    /** Takes in nothing more from outside; what is under way goes on. Does not wait. */
    void quiet() {
        intake.quiet();
    }

    /** Undoes {@link #quiet}. */
    void reopen() {
        intake.reopen();
    }

    /** Keeps the set from being stopped while the caller's exchange is in it; false once it takes no more. */
    boolean enter() {
        if (handedOver.incrementAndGet() > 0) {
            return true;
        }
        handedOver.decrementAndGet();
        return false;
    }

    private void leave() {
        handedOver.decrementAndGet();
    }

    /** Runs a copy of the exchange through the route of that name. After {@link #enter}. */
    boolean process(Handover entrance, Exchange exchange, AsyncCallback callback) {
        Exchange own = Crossing.copy(exchange, context, entrance.carriesHeaders());
        return entrances.get(entrance).process(own, synchronously -> {
            if (entrance.answered()) {
                Crossing.takeOver(own, exchange);
            }
            if (own.getException() != null) {
                exchange.setException(Crossing.failure(own));
            }
            leave();
            callback.done(synchronously);
        });
    }

    RuleModel model() {
        return model;
    }

    /** As {@link #process}, and returns when the exchange is done. */
    void processAndWait(Handover entrance, Exchange exchange) {
        enter();
        CompletableFuture<Void> done = new CompletableFuture<>();
        process(entrance, exchange, synchronously -> done.complete(null));
        done.join();
    }

    /** What keeps it from starting. */
    Finding diagnose(Throwable failure) {
        return new Diagnosis(model, context.getRegistry()).of(failure);
    }

    /** What its own consumers and routes say of their health. */
    Collection<HealthCheck.Result> health() {
        return HealthCheckHelper.invoke(context);
    }

    /** Waits until all that is under way has ended, {@code most} at the longest, then stops. Blocks. */
    void retire(Duration most) {
        retired = true;
        handedOver.addAndGet(RETIRED);
        long deadline = System.nanoTime() + most.toNanos();
        awaitNoneUnderWay(deadline);
        HeldGroups.letOut(context);
        awaitNoneUnderWay(deadline);
        // What stops a set has been interrupted where it took too long; Camel stops it all the same.
        Thread.interrupted();
        int left = underWay();
        if (left > 0) {
            LOG.warn(
                    "{} exchanges of replaced rules did not end within {} s and are cut short", left, most.toSeconds());
        }
        stop();
    }

    /** Lets out what an {@code aggregate} holds, and waits until all that is under way has ended, {@code most} at the longest. */
    void letGroupsOut(Duration most) {
        HeldGroups.letOut(context);
        awaitNoneUnderWay(System.nanoTime() + most.toNanos());
    }

    private void awaitNoneUnderWay(long deadline) {
        while (underWay() > 0
                && System.nanoTime() < deadline
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(DRAIN_CHECK.toNanos());
        }
    }

    private int underWay() {
        int polls = 0;
        int waiting = 0;
        for (Route route : context.getRoutes()) {
            if (route.getConsumer() instanceof ScheduledPollConsumer poll && poll.isPolling()) {
                polls++;
            }
            waiting += RuleCallConsumer.underWay(route.getConsumer());
            if (route.getConsumer() instanceof ShutdownAware queue) {
                waiting += queue.getPendingExchangesSize();
            }
        }
        return handedOver.get()
                - (retired ? RETIRED : 0)
                + context.getInflightRepository().size()
                + HeldGroups.underWay(context)
                + polls
                + waiting;
    }

    /** Stops at once, at whatever stage it is. */
    void stop() {
        try {
            entrances.values().forEach(ServiceHelper::stopService);
            context.stop();
        } catch (RuntimeException e) {
            LOG.warn("Replaced rules did not stop cleanly: {}", e.toString());
        }
    }
}
