package dev.hermes.audience;

import dev.hermes.audience.CarrierFailure.Kind;
import dev.hermes.audience.LaneLine.Item;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one holder of connections, beside the ways to all others.
 *
 * <p>For each line (a room at a node, a connection at a gateway) one request is under way at a time, with all that waits
 * for the line: that keeps the order, and a holder that is slow gets fewer and larger requests. A holder that fails
 * several times in a row is <em>unavailable</em>: it is only probed, and what comes for it waits here and counts as handed over,
 * so that neither the queue nor anybody else waits for it. The same holds for a single line whose request has been
 * unanswered for a while. Safe for use by many threads; nothing blocks.
 */
final class Lane {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final String holder;
    private final Carrier carrier;
    private final LaneLimits limits;
    private final LaneMeters meters;
    private final LongSupplier nanos;
    private final Consumer<Push> inTrouble;
    private final Map<String, LaneLine> lines = new HashMap<>();
    private final Queue<LaneLine> ready = new ArrayDeque<>();
    /** Whom nobody waits for any more, as soon as the lock is free. */
    private final List<Item> released = new ArrayList<>();

    private int underWay;
    private int failures;
    private boolean unavailable;
    private long unavailableSince;
    private boolean probing;
    private long probedAt;
    private boolean ended;
    private long charactersWaiting;

    /**
     * @param inTrouble is told of each push that the holder did not take at the first try because it is unavailable
     * @param nanos a clock that never goes back, in nanoseconds
     */
    Lane(
            String holder,
            Carrier carrier,
            LaneLimits limits,
            LaneMeters meters,
            LongSupplier nanos,
            Consumer<Push> inTrouble) {
        this.holder = holder;
        this.carrier = carrier;
        this.limits = limits;
        this.meters = meters;
        this.nanos = nanos;
        this.inTrouble = inTrouble;
    }

    /**
     * Hands a push over.
     *
     * @return done when the holder has it, or it waits for a holder that does not answer, or it was dropped; never fails
     */
    CompletableFuture<Void> hand(String line, Push push) {
        Runnable next;
        Item item = new Item(push, nanos.getAsLong());
        synchronized (this) {
            LaneLine its = lines.computeIfAbsent(line, LaneLine::new);
            boolean waits = unavailable || its.isSlow();
            if (ended || waits && charactersWaiting + push.characters() > limits.charactersWaiting()) {
                meters.dropped(carrier.kind(), ended ? "ended" : "full", 1);
                removeIfEmpty(its);
                return CompletableFuture.completedFuture(null);
            }
            charactersWaiting += push.characters();
            its.add(item);
            if (waits) {
                released.add(item);
            }
            makeReady(its);
            next = begin();
        }
        next.run();
        return item.handed();
    }

    private void makeReady(LaneLine line) {
        if (!line.isQueued() && !line.isUnderWay() && !line.isEmpty() && line.retryAt() == 0) {
            line.queued(true);
            ready.add(line);
        }
    }

    private void removeIfEmpty(LaneLine line) {
        if (line.isEmpty() && !line.isUnderWay()) {
            lines.remove(line.name());
        }
    }

    /** Takes what may be sent now; what is returned makes the requests, outside the lock. */
    private Runnable begin() {
        List<Runnable> requests = new ArrayList<>();
        released.forEach(item -> requests.add(item::release));
        released.clear();
        while (!unavailable && underWay < limits.requests() && !ready.isEmpty()) {
            LaneLine line = ready.remove();
            line.queued(false);
            List<Item> batch = line.take(limits.pushesPerRequest(), limits.charactersPerRequest(), nanos.getAsLong());
            if (!batch.isEmpty()) {
                underWay++;
                requests.add(() -> request(line, batch));
            }
        }
        return () -> requests.forEach(Runnable::run);
    }

    private void request(LaneLine line, List<Item> batch) {
        CompletableFuture<Void> carried;
        try {
            carried = carrier.carry(line.name(), batch.stream().map(Item::push).toList());
        } catch (RuntimeException e) {
            carried = CompletableFuture.failedFuture(e);
        }
        carried.whenComplete((done, failure) -> answered(line, batch, failure));
    }

    private void answered(LaneLine line, List<Item> batch, Throwable failure) {
        CarrierFailure why = failure == null ? null : reason(failure);
        List<Push> troubled = List.of();
        Runnable next;
        synchronized (this) {
            long now = nanos.getAsLong();
            underWay--;
            meters.request(
                    carrier.kind(),
                    why == null ? "ok" : why.kind().name().toLowerCase(Locale.ROOT),
                    Duration.ofNanos(now - line.startedAt()));
            if (why == null) {
                failures = 0;
                meters.delivered(carrier.kind(), batch.size());
                line.carried();
                finish(batch);
                comeBack();
            } else {
                troubled = failed(line, batch, why, now);
            }
            if (ended) {
                drop(line.takeAll(), "ended");
            }
            makeReady(line);
            removeIfEmpty(line);
            next = begin();
        }
        troubled.forEach(inTrouble);
        next.run();
    }

    private List<Push> failed(LaneLine line, List<Item> batch, CarrierFailure why, long now) {
        switch (why.kind()) {
            case REFUSED -> {
                LOG.warn("{} does not take {} of line {}: {}", holder, batch.size(), line.name(), why.getMessage());
                line.putBack(batch.size() > 1 ? batch : List.of());
                line.oneByOne(batch.size() > 1);
                if (batch.size() == 1) {
                    line.carried();
                    finish(batch);
                    meters.dropped(carrier.kind(), "refused", 1);
                }
            }
            case BUSY -> {
                line.putBack(batch);
                int tries = line.failed(now, limits.pause());
                if (tries >= limits.busyTries()) {
                    Item dropped = line.takeFirst();
                    LOG.warn("{}: a push is dropped after {} tries: {}", holder, tries, why.getMessage());
                    finish(List.of(dropped));
                    meters.dropped(carrier.kind(), "busy", 1);
                }
            }
            default -> {
                boolean first = line.attempts() == 0;
                line.putBack(batch);
                line.failed(now, Duration.ZERO);
                line.retryAt(now + limits.pause().toNanos());
                failures++;
                if (failures >= limits.failures() || why.kind() == Kind.REPLACED) {
                    goUnavailable(why);
                }
                return first ? batch.stream().map(Item::push).toList() : List.of();
            }
        }
        return List.of();
    }

    private static CarrierFailure reason(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof CarrierFailure known
                ? known
                : new CarrierFailure(Kind.UNAVAILABLE, cause.toString(), cause);
    }

    private void finish(List<Item> items) {
        items.forEach(item -> charactersWaiting -= item.push().characters());
        released.addAll(items);
    }

    private void drop(List<Item> items, String reason) {
        finish(items);
        meters.dropped(carrier.kind(), reason, items.size());
    }

    private void goUnavailable(CarrierFailure why) {
        if (!unavailable) {
            unavailable = true;
            unavailableSince = nanos.getAsLong();
            probedAt = unavailableSince;
            LOG.warn("{} is unavailable: {}", holder, why.getMessage());
        }
        lines.values().forEach(line -> released.addAll(line.all()));
    }

    private void comeBack() {
        if (unavailable) {
            unavailable = false;
            failures = 0;
            LOG.info(
                    "{} is back after {} s",
                    holder,
                    Duration.ofNanos(nanos.getAsLong() - unavailableSince).toSeconds());
            lines.values().forEach(line -> {
                line.retryAt(0);
                makeReady(line);
            });
        }
    }

    /** Several times a second: gives up what has waited too long, lets go on what need not wait, probes. */
    void tick() {
        Runnable next;
        boolean probe;
        synchronized (this) {
            long now = nanos.getAsLong();
            for (LaneLine line : List.copyOf(lines.values())) {
                drop(line.takeOlderThan(now - limits.patience().toNanos()), "expired");
                if (line.isStuck(now - limits.unanswered().toNanos())) {
                    line.slow();
                    released.addAll(line.all());
                }
                if (line.retryAt() != 0 && now - line.retryAt() >= 0) {
                    line.retryAt(0);
                }
                makeReady(line);
                removeIfEmpty(line);
            }
            probe = unavailable
                    && !ended
                    && !probing
                    && now - probedAt >= limits.probes().toNanos();
            if (probe) {
                probing = true;
                probedAt = now;
            }
            next = begin();
        }
        next.run();
        if (probe) {
            carrier.probe().whenComplete((answers, failure) -> probed(failure == null && answers));
        }
    }

    private void probed(boolean answers) {
        Runnable next;
        synchronized (this) {
            probing = false;
            if (answers && !ended) {
                comeBack();
            }
            next = begin();
        }
        next.run();
    }

    /** The holder is no more: nothing that waits for it will reach it. */
    void end() {
        Runnable next;
        synchronized (this) {
            ended = true;
            for (LaneLine line : List.copyOf(lines.values())) {
                drop(line.takeAll(), "ended");
                removeIfEmpty(line);
            }
            next = begin();
        }
        next.run();
    }

    synchronized boolean isUnavailable() {
        return unavailable && !ended;
    }

    synchronized int waiting() {
        return lines.values().stream().mapToInt(LaneLine::size).sum();
    }

    synchronized long charactersWaiting() {
        return charactersWaiting;
    }

    String kind() {
        return carrier.kind();
    }
}
