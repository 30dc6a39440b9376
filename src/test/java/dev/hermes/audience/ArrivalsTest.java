package dev.hermes.audience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.connection.Connection;
import dev.hermes.dev.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-08T12:00:00Z"));
    private final Arrivals arrivals = new Arrivals(clock);

    @Test
    void knowWhoHasJustComeToARoom() {
        arrivals.add(connection("c-1", "lobby"));
        arrivals.add(connection("c-2", "attic"));

        assertThat(arrivals.in("lobby")).containsExactly(connection("c-1", "lobby"));
        assertThat(arrivals.in("cellar")).isEmpty();
    }

    @Test
    void forgetAfterAWhile() {
        arrivals.add(connection("c-1", "lobby"));
        clock.add(Duration.ofSeconds(6));
        arrivals.add(connection("c-2", "lobby"));
        clock.add(Duration.ofSeconds(6));

        assertThat(arrivals.in("lobby")).containsExactly(connection("c-2", "lobby"));
    }

    @Test
    void forgetWhoHasGoneAlready() {
        arrivals.add(connection("c-1", "lobby"));
        arrivals.add(connection("c-2", "lobby"));

        arrivals.remove("c-1");

        assertThat(arrivals.in("lobby")).containsExactly(connection("c-2", "lobby"));
        assertThat(arrivals.contains("c-1")).isFalse();
    }

    private static Connection connection(String id, String room) {
        return new Connection(id, room, "ada", "http://node/dev");
    }
}
