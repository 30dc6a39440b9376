package dev.hermes.audience;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.hermes.audience.Recipients.Gateway;
import dev.hermes.notification.Notification;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The ways to all other holders of connections. Safe for use by many threads; nothing blocks. */
public final class Lanes {

    private static final Duration TICK = Duration.ofMillis(100);

    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private final Map<Gateway, Way> ways;
    private final SharedLookUps lookUps;
    private final LaneTerms terms;
    private final Ticks ticks;

    /** How holders of one kind are reached. */
    public record Way(LaneLimits limits, Function<Recipients, Carrier> carrier) {}

    /**
     * @param lookUps find the processes that hold connections of a room
     * @param clock ticks the lanes while there are any; ended by its owner
     * @param nanos a clock that never goes back, in nanoseconds
     */
    public Lanes(
            Map<Gateway, Way> ways,
            SharedLookUps lookUps,
            ScheduledExecutorService clock,
            LongSupplier nanos,
            MeterRegistry meters) {
        this.ways = ways;
        this.lookUps = lookUps;
        LaneMeters ofLanes = new LaneMeters(meters);
        this.terms = new LaneTerms(ofLanes, nanos, this::lookUpAgain);
        this.ticks = new Ticks(clock, TICK, this::tick, () -> !lanes.isEmpty());
        for (String kind : List.of("node", "old-node", "gateway")) {
            ofLanes.expect(kind);
            gauge(meters, "hermes.lanes", "Holders that this node sends to", kind, lane -> 1);
            gauge(
                    meters,
                    "hermes.lanes.unavailable",
                    "Holders that do not answer",
                    kind,
                    lane -> lane.isUnavailable() ? 1 : 0);
            gauge(meters, "hermes.lanes.waiting", "Pushes that wait for a holder", kind, Lane::waiting);
            gauge(
                    meters,
                    "hermes.lanes.waiting.characters",
                    "Length of the frames that wait for a holder",
                    kind,
                    Lane::charactersWaiting);
        }
    }

    private void tick() {
        lanes.forEach((holder, lane) -> {
            lane.tick();
            // Such as that of a process that ended before what was found in its rows was handed over.
            if (lane.isSpent()) {
                end(holder);
            }
        });
    }

    private void gauge(
            MeterRegistry meters, String name, String description, String kind, ToDoubleFunction<Lane> value) {
        Gauge.builder(name, lanes, all -> all.values().stream()
                        .filter(lane -> lane.kind().equals(kind))
                        .mapToDouble(value)
                        .sum())
                .description(description)
                .tag("holder", kind)
                .register(meters);
    }

    /**
     * Hands a notification over to a holder.
     *
     * @return done when the holder has it, or it waits for a holder that does not answer; never fails
     */
    CompletableFuture<?> hand(Recipients recipients, Delivery delivery) {
        delivery.isNew(recipients.holder());
        Lane lane = lanes.computeIfAbsent(recipients.holder(), holder -> lane(recipients));
        ticks.begin();
        Notification worded = recipients.worded(delivery.notification());
        if (recipients.gateway() != Gateway.API_GATEWAY) {
            CompletableFuture<Handed> handed =
                    lane.hand(worded.roomId(), new Push(worded, recipients.connectionIds(), delivery));
            return worded.trace().isOn() ? told(worded, lane.kind(), recipients, List.of(handed)) : handed;
        }
        // A line for each connection: one that is slow does not hold up the others.
        return told(
                worded,
                lane.kind(),
                recipients,
                recipients.connectionIds().stream()
                        .map(id -> lane.hand(id, new Push(worded, List.of(id), delivery)))
                        .toList());
    }

    /** Done when all of these are, and the notification's trace knows it. */
    private static CompletableFuture<Void> told(
            Notification notification, String kind, Recipients recipients, List<CompletableFuture<Handed>> handed) {
        CompletableFuture<Void> all = CompletableFuture.allOf(handed.toArray(CompletableFuture<?>[]::new));
        return notification.trace().isOn()
                ? all.thenRun(() -> handed.stream()
                        .collect(groupingBy(CompletableFuture::join, counting()))
                        .forEach((outcome, pushes) -> notification
                                .trace()
                                .told(notification.roomId(), kind, recipients.address(), outcome.text(), pushes)))
                : all;
    }

    private Lane lane(Recipients recipients) {
        Way way = ways.get(recipients.gateway());
        Carrier carrier = way.carrier().apply(recipients);
        String name = carrier.kind() + " " + recipients.holder();
        return new Lane(name, carrier, way.limits(), terms);
    }

    /**
     * A process does not answer: it may have ended, and its clients be with others by now. Those others are told, once for
     * a notification; a process that has had it knows that.
     */
    private void lookUpAgain(Push push) {
        Delivery delivery = push.delivery();
        if (push.connectionIds().isEmpty() && delivery.isFirstTrouble()) {
            lookUps.ask(push.notification().roomId(), SharedLookUps.SHORTLY, (nodes, failure) -> {
                if (failure == null) {
                    Holders.of(nodes).nodes().stream()
                            .filter(found -> delivery.isNew(found.holder()))
                            .forEach(found -> hand(found, delivery));
                }
            });
        }
    }

    /**
     * A holder has clients that wait for numbers, and was told a notification that has none: it is numbered, and all who
     * hold connections by then are told once more. Those who had it as it was do not get it twice.
     */
    public void number(Push push, Numbering numbering) {
        Delivery delivery = push.delivery();
        if (delivery.isFirstCount()) {
            delivery.add(numbering.number(delivery.notification()).thenCompose(this::handToAll));
        }
    }

    private CompletableFuture<Void> handToAll(Notification numbered) {
        CompletableFuture<Void> handed = new CompletableFuture<>();
        Delivery delivery = new Delivery(numbered);
        lookUps.ask(numbered.roomId(), SharedLookUps.AT_ONCE, (found, failure) -> {
            if (failure == null) {
                Holders holders = Holders.of(found);
                Stream.concat(holders.nodes().stream(), Holders.recipients(holders.numbered(), numbered.aim()).stream())
                        .forEach(recipients -> delivery.add(hand(recipients, delivery)));
                delivery.whenAllHaveIt().thenRun(() -> handed.complete(null));
            } else {
                handed.completeExceptionally(failure);
            }
        });
        return handed;
    }

    /** A process has ended: nothing will reach it any more. */
    public void end(String holder) {
        Lane lane = lanes.remove(holder);
        if (lane != null) {
            lane.end();
        }
    }

    /** With the context. */
    public void close() {
        lanes.values().forEach(Lane::end);
    }
}
