package dev.hermes.audience;

import dev.hermes.audience.CarrierFailure.Kind;
import dev.hermes.dev.SettableClock;
import dev.hermes.notification.Notification;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A lane with the limits of a node's, to a fake holder, by a clock that is set. */
abstract class LaneUnderTest {

    static final LaneLimits LIMITS = LaneLimits.of(4, 64);

    final SettableClock clock = new SettableClock(Instant.parse("2026-01-08T12:00:00Z"));
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final FakeCarrier holder = new FakeCarrier();
    final List<Push> troubled = new ArrayList<>();
    final Lane lane = lane(holder);

    final Lane lane(Carrier carrier) {
        return new Lane(
                "node n-1", carrier, LIMITS, new LaneTerms(new LaneMeters(meters), clock::nanos, troubled::add));
    }

    final CompletableFuture<Handed> hand(String line, String frame) {
        return lane.hand(line, push(line, frame));
    }

    static Push push(String room, String frame) {
        Notification notification = new Notification(room, frame);
        return new Push(notification, List.of(), new Delivery(notification));
    }

    final void pass(Duration time) {
        clock.add(time);
        lane.tick();
    }

    /** Leaves the lane unavailable, with one push in {@code line} that waits. */
    final void makeUnavailable(String line, String frame) {
        hand(line, frame);
        for (int i = 0; i < LIMITS.failures(); i++) {
            holder.last().fail(Kind.UNAVAILABLE);
            pass(LIMITS.pause());
        }
    }

    /** Lets time pass until the holder is probed, and answers. */
    final void answerProbe() {
        pass(LIMITS.probes());
        holder.probes.get(holder.probes.size() - 1).complete(true);
    }

    final double dropped(String reason) {
        Counter counter =
                meters.find("hermes.lane.dropped").tag("reason", reason).counter();
        return counter == null ? 0 : counter.count();
    }
}
