package dev.hermes.audience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.notification.Aim;
import dev.hermes.notification.Notification;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeliveredTest {

    private final Delivered delivered = new Delivered(Duration.ofMinutes(5));

    @Test
    void knowsWhatHasBeenHereBefore() {
        assertThat(delivered.isFirst(notification("m-1", "lobby"))).isTrue();

        assertThat(delivered.isFirst(notification("m-1", "lobby"))).isFalse();
        assertThat(delivered.isFirst(notification("m-2", "lobby"))).isTrue();
        assertThat(delivered.isFirst(notification("m-1", "attic"))).isTrue();
    }

    @Test
    void takesWhatHasNoIdForNewEachTime() {
        assertThat(delivered.isFirst(notification("", "lobby"))).isTrue();
        assertThat(delivered.isFirst(notification("", "lobby"))).isTrue();
    }

    @Test
    void forgetsAfterItsTime() {
        Delivered forgetful = new Delivered(Duration.ofNanos(1));

        assertThat(forgetful.isFirst(notification("m-1", "lobby"))).isTrue();
        assertThat(forgetful.isFirst(notification("m-1", "lobby"))).isTrue();
    }

    private static Notification notification(String id, String room) {
        return new Notification(id, room, "{}", Aim.EVERYBODY);
    }
}
