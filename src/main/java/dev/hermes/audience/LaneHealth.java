package dev.hermes.audience;

import dev.hermes.audience.CarrierFailure.Kind;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a holder answers. Guarded by the lane's lock. */
final class LaneHealth {

    private static final Logger LOG = LoggerFactory.getLogger(LaneHealth.class);

    private final String holder;
    private final LaneLimits limits;
    private int failures;
    private boolean unavailable;
    private long unavailableSince;
    private boolean probing;
    /** It may get one request, though it is unavailable. */
    private boolean trial;

    private long probedAt;

    LaneHealth(String holder, LaneLimits limits) {
        this.holder = holder;
        this.limits = limits;
    }

    boolean isUnavailable() {
        return unavailable;
    }

    boolean isUnavailableSince(long then) {
        return unavailable && unavailableSince - then <= 0;
    }

    /** @return whether the holder is unavailable from now on */
    boolean failed(CarrierFailure why, long now) {
        failures++;
        if (unavailable || failures < limits.failures() && why.kind() != Kind.REPLACED) {
            return false;
        }
        unavailable = true;
        unavailableSince = now;
        probedAt = now;
        LOG.warn("{} is unavailable: {}", holder, why.getMessage());
        return true;
    }

    /** @return whether the holder was unavailable until now */
    boolean answered(long now) {
        failures = 0;
        if (!unavailable) {
            return false;
        }
        unavailable = false;
        LOG.info(
                "{} is back after {} s",
                holder,
                Duration.ofNanos(now - unavailableSince).toSeconds());
        return true;
    }

    /** Whether the holder is to be probed now; from now on it is. */
    boolean beginProbe(long now) {
        boolean due =
                unavailable && !probing && now - probedAt >= limits.probes().toNanos();
        if (due) {
            probing = true;
            probedAt = now;
        }
        return due;
    }

    /**
     * A probe has ended. A holder may answer it, and hang all the same: with the next request it shows whether it is back.
     *
     * @param idle whether nothing waits that it could be tried with
     */
    void probed(boolean answers, boolean idle, long now) {
        probing = false;
        trial = answers;
        if (answers && idle) {
            answered(now);
        }
    }

    boolean takesRequests() {
        return !unavailable || trial;
    }

    void requested() {
        trial = false;
    }
}
