package dev.hermes.dev;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** How long a fault lasts in a test: as long as the test says, or as {@code -Dchaos.seconds} says. */
public final class FaultTime {

    private FaultTime() {}

    public static Duration ofSeconds(int usual) {
        return Duration.ofSeconds(Integer.getInteger("chaos.seconds", usual));
    }

    /** Returns when so much time has passed, under the load that runs beside. */
    public static void pass(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(10)).until(() -> true);
    }
}
