package dev.hermes.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RefusedClientsTest {

    private final AtomicLong clock = new AtomicLong();
    private final RefusedClients refused = new RefusedClients(clock::get);
    private final LogLines log = new LogLines(RefusedClients.class);

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void areLoggedWithAddressAndReason() {
        refused.refused("192.0.2.7", 401, "unauthorized", "the token has expired");
        refused.refused("192.0.2.8", 429, "too-many-handshakes", null);

        assertThat(log.all())
                .containsExactly(
                        "INFO Client 192.0.2.7 was refused with 401 (unauthorized): the token has expired; 0 more since"
                                + " the last such line",
                        "INFO Client 192.0.2.8 was refused with 429 (too-many-handshakes); 0 more since the last such"
                                + " line");
    }

    @Test
    void areLoggedOnceASecondForEachReason() {
        for (int i = 0; i < 1000; i++) {
            refused.refused("192.0.2.7", 403, "origin", null);
        }
        refused.refused("192.0.2.8", 403, "stage", null);
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        refused.refused("192.0.2.9", 403, "origin", null);

        assertThat(log.all()).hasSize(3).last().asString().contains("192.0.2.9", "999 more since");
    }
}
