package dev.hermes.dependency;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Says in the health report whether a dependency serves this node. A node without it is not ready, but alive. */
public final class DependencyHealth extends AbstractHealthCheck {

    private final Dependency dependency;

    public DependencyHealth(Dependency dependency) {
        super("hermes", dependency.name());
        this.dependency = dependency;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        if (dependency.isUp()) {
            builder.up();
        } else {
            builder.down().message(dependency.name() + " is unavailable: " + String.join("; ", dependency.reasons()));
        }
    }
}
