package dev.hermes.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalMembersTest {

    private static final Instant NOON = Instant.parse("2026-01-08T12:00:00Z");

    private final SettableClock clock = new SettableClock(NOON);
    private final LocalMembers members = new LocalMembers(clock);

    @Test
    void areTheSameListUntilSomebodyComesOrGoes() {
        members.add(connection("c-1"));
        List<String> before = members.in("lobby");

        assertThat(members.in("lobby")).isSameAs(before);
        members.add(connection("c-2"));
        assertThat(before).containsExactly("c-1");
        assertThat(members.in("lobby")).containsExactlyInAnyOrder("c-1", "c-2");
        members.remove(connection("c-1"));
        assertThat(members.in("lobby")).containsExactly("c-2");
    }

    @Test
    void areNotInARoomThatAllHaveLeft() {
        members.add(connection("c-1"));
        members.remove(connection("c-1"));
        members.remove(connection("c-1"));

        assertThat(members.in("lobby")).isEmpty();
    }

    @Test
    void tellWhichRowsTheyDoNotKnow() {
        members.add(connection("c-1"));

        assertThat(members.reconcile("lobby", List.of("c-1", "c-2"))).containsExactly("c-2");
        assertThat(members.reconcile("attic", List.of("c-1"))).containsExactly("c-1");
    }

    @Test
    void goOnceTheirRowIsGone() {
        members.add(connection("c-1"));
        members.add(connection("c-2"));
        clock.add(Duration.ofSeconds(11));

        members.reconcile("lobby", List.of("c-2"));

        assertThat(members.in("lobby")).containsExactly("c-2");
    }

    @Test
    void stayWhileTheIndexMayNotKnowTheirRowYet() {
        members.add(connection("c-1"));
        clock.add(Duration.ofSeconds(9));

        members.reconcile("lobby", List.of());

        assertThat(members.in("lobby")).containsExactly("c-1");
    }

    private static Connection connection(String id) {
        return new Connection(id, "lobby", "ada", "http://node/dev");
    }
}
