package dev.hermes.node;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Says in the health report how many nodes live, and whether another one uses the address of this one. */
public final class NodesHealth extends AbstractHealthCheck {

    private final Nodes nodes;

    public NodesHealth(Nodes nodes) {
        super("hermes", "nodes");
        this.nodes = nodes;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        // Up all the same: to take both out of service would help nobody.
        builder.up().detail("nodes", nodes.count());
        nodes.twin()
                .ifPresent(id -> builder.message(
                        "Node " + id + " uses the address of this one: give each its own hermes.node.endpoint"));
    }
}
