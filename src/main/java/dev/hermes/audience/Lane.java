package dev.hermes.audience;

import dev.hermes.audience.LaneLine.Item;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The way to one holder of connections, beside the ways to all others.
 *
 * <p>For each line (a room at a node, a connection at a gateway) one request is under way at a time, with all that waits
 * for the line: that keeps the order, and a holder that is slow gets fewer and larger requests. A holder that fails
 * several times in a row is <em>unavailable</em>: it is only probed, and what comes for it waits here and counts as
 * handed over, so that neither the queue nor anybody else waits for it. It is back when it has taken one request after a
 * probe. The same holds for a single line whose request has been unanswered for a while. Safe for use by many threads;
 * nothing blocks.
 */
final class Lane {

    private final Carrier carrier;
    private final LaneLimits limits;
    private final LaneTerms terms;
    private final LaneLines lines;
    private final LaneHealth health;
    private int underWay;
    private boolean ended;

    /** @param holder for the log */
    Lane(String holder, Carrier carrier, LaneLimits limits, LaneTerms terms) {
        this.carrier = carrier;
        this.limits = limits;
        this.terms = terms;
        this.lines = new LaneLines(holder, carrier.kind(), terms);
        this.health = new LaneHealth(holder, limits);
    }

    /**
     * Hands a push over.
     *
     * @return done when the holder has it, or it waits for a holder that does not answer, or it was dropped; never fails
     */
    CompletableFuture<Handed> hand(String lineName, Push push) {
        Item item = new Item(push, now());
        changed(() -> {
            LaneLine line = lines.of(lineName);
            boolean waits = health.isUnavailable() || line.isSlow();
            lines.add(line, item);
            if (ended) {
                lines.drop(line.takeAll(), "ended");
            } else if (waits && lines.characters() > limits.charactersWaiting()) {
                lines.drop(List.of(line.takeLast()), "full");
            } else if (waits) {
                lines.release(List.of(item));
            }
            lines.update(line);
            return List.of();
        });
        return item.handed();
    }

    /** Changes the state, then does what follows from it outside the lock: what waited may come back here at once. */
    private void changed(Supplier<List<Push>> change) {
        Queue<Runnable> then = new ArrayDeque<>();
        change(change, then);
        for (Runnable next = then.poll(); next != null; next = then.poll()) {
            next.run();
        }
    }

    private synchronized void change(Supplier<List<Push>> change, Queue<Runnable> then) {
        List<Push> troubled = change.get();
        takeRequests(then);
        then.addAll(lines.takeReleased());
        troubled.forEach(push -> then.add(() -> terms.inTrouble().accept(push)));
    }

    private void takeRequests(Queue<Runnable> then) {
        while (health.takesRequests() && underWay < limits.requests()) {
            LaneLine line = lines.next();
            if (line == null) {
                return;
            }
            List<Item> batch = line.take(limits.pushesPerRequest(), limits.charactersPerRequest(), now());
            if (!batch.isEmpty()) {
                underWay++;
                health.requested();
                then.add(() -> request(line, batch, then));
            }
        }
    }

    private void request(LaneLine line, List<Item> batch, Queue<Runnable> then) {
        List<Push> pushes = batch.stream().map(Item::push).toList();
        CompletableFuture<Throwable> answer = CompletableFuture.<Void>completedFuture(null)
                .thenCompose(any -> carrier.carry(line.name(), pushes))
                .handle((done, failure) -> failure);
        if (answer.isDone()) {
            // Here and not inside each other: thousands of lines may be answered at once, one after the other.
            change(() -> answered(line, batch, answer.join()), then);
        } else {
            answer.thenAccept(failure -> changed(() -> answered(line, batch, failure)));
        }
    }

    private List<Push> answered(LaneLine line, List<Item> batch, Throwable failure) {
        long now = now();
        CarrierFailure why = failure == null ? null : CarrierFailure.of(failure);
        underWay--;
        terms.meters().request(carrier.kind(), why, Duration.ofNanos(now - line.startedAt()));
        List<Item> left = LaneLine.left(batch, why);
        lines.end(batch.stream().filter(item -> !left.contains(item)).toList(), Handed.TAKEN);
        terms.meters().delivered(carrier.kind(), batch.size() - left.size());
        List<Push> troubled = why == null ? List.of() : failed(line, left, why, now);
        if (why == null) {
            line.carried();
            lines.tellWhatWasLost();
        }
        lines.goOnIf((why == null || why.isAnswer()) && health.answered(now));
        if (ended) {
            lines.drop(line.takeAll(), "ended");
        }
        lines.update(line);
        return troubled;
    }

    private List<Push> failed(LaneLine line, List<Item> batch, CarrierFailure why, long now) {
        boolean first = line.attempts() == 0;
        line.putBack(batch, why.kind(), now, limits.pause());
        switch (why.kind()) {
            case REFUSED -> lines.giveUpFirstIf(batch.size() == 1, line, "refused", why);
            case BUSY -> lines.giveUpFirstIf(line.attempts() >= limits.busyTries(), line, "busy", why);
            default -> {
                if (health.failed(why, now)) {
                    lines.releaseAll();
                }
                return first ? batch.stream().map(Item::push).toList() : List.of();
            }
        }
        return List.of();
    }

    /** Several times a second. */
    void tick() {
        changed(() -> {
            lines.tick(limits, now());
            return List.of();
        });
        if (isProbeDue()) {
            CompletableFuture.<Void>completedFuture(null)
                    .thenCompose(any -> carrier.probe())
                    .whenComplete((answers, failure) -> changed(() -> {
                        lines.goOnIf(failure == null && answers);
                        health.probed(failure == null && answers, lines.size() == 0, now());
                        return List.of();
                    }));
        }
    }

    private long now() {
        return terms.nanos().getAsLong();
    }

    private synchronized boolean isProbeDue() {
        return !ended && health.beginProbe(now());
    }

    /** The holder is no more: nothing that waits for it will reach it. */
    void end() {
        changed(() -> {
            ended = true;
            lines.dropAll("ended");
            return List.of();
        });
    }

    synchronized boolean isUnavailable() {
        return health.isUnavailable() && !ended;
    }

    /** Whether nothing is lost with this lane: there is nothing to tell, and the holder has been unavailable for long. */
    synchronized boolean isSpent() {
        return !lines.hasToTell()
                && health.isUnavailableSince(now() - limits.patience().toNanos());
    }

    synchronized int waiting() {
        return lines.size();
    }

    synchronized long charactersWaiting() {
        return lines.characters();
    }

    String kind() {
        return carrier.kind();
    }
}
