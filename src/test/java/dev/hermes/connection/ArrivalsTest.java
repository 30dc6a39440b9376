package dev.hermes.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-08T12:00:00Z"));
    private final Arrivals arrivals = new Arrivals(Clock.systemUTC());

    @Test
    void knowWhoHasJustComeToARoom() {
        arrivals.add(connection("c-1", "lobby"));
        arrivals.add(connection("c-2", "attic"));

        assertThat(arrivals.in("lobby")).containsExactly(connection("c-1", "lobby"));
        assertThat(arrivals.in("cellar")).isEmpty();
    }

    @Test
    void forgetAfterAWhile() {
        Arrivals timed = new Arrivals(clock());
        timed.add(connection("c-1", "lobby"));
        now.updateAndGet(then -> then.plus(Duration.ofSeconds(6)));
        timed.add(connection("c-2", "lobby"));
        now.updateAndGet(then -> then.plus(Duration.ofSeconds(6)));

        assertThat(timed.in("lobby")).containsExactly(connection("c-2", "lobby"));
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now.get();
            }
        };
    }

    private static Connection connection(String id, String room) {
        return new Connection(id, room, "ada", "http://node/dev");
    }
}
