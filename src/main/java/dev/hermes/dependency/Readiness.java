package dev.hermes.dependency;

import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Whether clients may come in: this node has started, does not stop, has its lease, and its dependencies serve it. As a health
 * check it says all but the last. Safe for use by many threads.
 */
public final class Readiness extends AbstractHealthCheck implements BooleanSupplier {

    private final Dependencies dependencies;
    private volatile BooleanSupplier lease = () -> true;
    private volatile String notServing = "is starting";

    public Readiness(Dependencies dependencies) {
        super("hermes", "node");
        this.dependencies = dependencies;
    }

    /** @param sure whether nobody can have taken this node for dead */
    public void lease(BooleanSupplier sure) {
        lease = sure;
    }

    /** The node has started. */
    public void started() {
        notServing = null;
    }

    /** The node stops: from now on nobody comes in. */
    public void stopping() {
        notServing = "is stopping";
    }

    @Override
    public boolean getAsBoolean() {
        return reason() == null && dependencies.areUp();
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        String reason = reason();
        if (reason == null) {
            builder.up();
        } else {
            builder.down().message("This node " + reason);
        }
    }

    private String reason() {
        String known = notServing;
        return known == null && !lease.getAsBoolean() ? "has not renewed its lease for too long" : known;
    }
}
