package dev.hermes.history;

import dev.hermes.audience.GatewayNumbers;
import dev.hermes.audience.GatewayReplay;
import dev.hermes.audience.Lanes;
import dev.hermes.audience.Numbering;
import dev.hermes.audience.StayRows;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What a node has where {@code hermes.history.seconds} is 0. */
public final class NoHistory {

    private final List<String> pushed = new ArrayList<>();
    private final History history = new History(
            null, null, new History.Limits(Duration.ZERO, 0), Clock.systemUTC(), null, new SimpleMeterRegistry());

    public Tails tails() {
        return new Tails(history, new Counted(Clock.systemUTC()), new NoOutlets(), null, new SimpleMeterRegistry());
    }

    public GatewayNumbers gatewayNumbers() {
        return gatewayNumbers(null, Clock.systemUTC());
    }

    public GatewayNumbers gatewayNumbers(StayRows stays, Clock clock) {
        return new GatewayNumbers(history, tails(), stays, clock);
    }

    /** What asks for numbers through an API Gateway. */
    public GatewayReplay gatewayReplay(Lanes lanes) {
        return new GatewayReplay(history, tails(), gatewayNumbers(), lanes);
    }

    public Numbering numbering() {
        return new Numbering(history, tails());
    }

    /** What was sent to clients that asked for numbers. */
    public List<String> pushed() {
        return pushed;
    }

    private final class NoOutlets implements Outlets {

        @Override
        public void push(Collection<String> ids, String text) {
            pushed.add(text);
        }

        @Override
        public Optional<Outlet> find(String connectionId) {
            return Optional.empty();
        }
    }
}
