package dev.hermes.rules;

import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Says in the health report which rules do not run as they are written.
 *
 * <p>It is up all the same: the rules from before serve everybody, and a node taken out of service would not.
 */
public final class RulesHealth extends AbstractHealthCheck {

    private final LiveRules rules;

    public RulesHealth(LiveRules rules) {
        super("hermes", "rules");
        this.rules = rules;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.up();
        Map<String, String> broken = rules.broken();
        if (!broken.isEmpty()) {
            builder.message("The rules from before go on, because these edits cannot run: "
                    + broken.entrySet().stream()
                            .map(edit -> edit.getKey() + " (" + edit.getValue() + ")")
                            .collect(Collectors.joining(", ")));
        }
    }
}
