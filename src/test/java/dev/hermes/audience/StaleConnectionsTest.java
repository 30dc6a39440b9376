package dev.hermes.audience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StaleConnectionsTest {

    private final StaleConnections stale = new StaleConnections();

    @Test
    void giveEachConnectionToOneCaller() {
        assertThat(stale.take(List.of("c-1=", "c-2="))).containsExactly("c-1=", "c-2=");

        assertThat(stale.take(List.of("c-2=", "c-3="))).containsExactly("c-3=");
        assertThat(stale.take(List.of("c-1=", "c-2=", "c-3="))).isEmpty();
    }
}
