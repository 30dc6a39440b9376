package dev.hermes.audience;

import java.time.Duration;

/**
 * What a lane holds and how long it waits.
 *
 * @param requests under way at a time, each for one line
 * @param pushesPerRequest that wait for a line and go together
 * @param charactersPerRequest of their frames, beyond which the next request takes the rest
 * @param charactersWaiting of frames that wait while the holder is unavailable; more are dropped
 * @param patience how long a push waits for a holder that is unavailable
 * @param unanswered a request without answer for so long holds up nobody: what waits behind it counts as handed over
 * @param pause before another try after a failure; doubled for each further one of a line that is busy
 * @param probes time between two probes of a holder that is unavailable
 * @param failures in a row after which a holder is unavailable
 * @param busyTries of one request to a holder that is busy, before its first push is dropped
 */
public record LaneLimits(
        int requests,
        int pushesPerRequest,
        int charactersPerRequest,
        long charactersWaiting,
        Duration patience,
        Duration unanswered,
        Duration pause,
        Duration probes,
        int failures,
        int busyTries) {

    /** As docs/design.md has it. */
    public static LaneLimits of(int requests, int pushesPerRequest) {
        return new LaneLimits(
                requests,
                pushesPerRequest,
                1024 * 1024,
                16 * 1024 * 1024,
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofMillis(200),
                Duration.ofSeconds(1),
                3,
                6);
    }
}
