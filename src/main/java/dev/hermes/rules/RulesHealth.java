package dev.hermes.rules;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Says in the health report which rules do not run as they are written, and how those that run are.
 *
 * <p>Broken rules in the folder leave it up: the rules from before serve everybody, and a node taken out of service would
 * not.
 */
public final class RulesHealth extends AbstractHealthCheck {

    private final Rules rules;

    public RulesHealth(Rules rules) {
        super("hermes", "rules");
        this.rules = rules;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.up().detail("generation", rules.generation());
        List<Finding> broken = rules.broken();
        if (!broken.isEmpty()) {
            builder.message("The rules from before go on, because those in the folder cannot run: "
                    + broken.stream().map(Finding::toString).collect(Collectors.joining("; ")));
        }
        String down = rules.health().stream()
                .filter(result -> result.getState() == HealthCheck.State.DOWN)
                .map(result -> result.getCheck().getId()
                        + result.getMessage().map(why -> " (" + why + ")").orElse(""))
                .collect(Collectors.joining(", "));
        if (!down.isEmpty()) {
            builder.down().message("Rules that run are down: " + down);
        }
    }
}
