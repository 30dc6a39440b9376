package dev.hermes;

import dev.hermes.rules.FolderWatch;
import dev.hermes.rules.RuleFiles;
import dev.hermes.rules.RuleSetBuilder;
import dev.hermes.rules.Rules;
import dev.hermes.rules.RulesComponent;
import dev.hermes.rules.RulesHealth;
import dev.hermes.websocket.WebSocketComponent;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;

/** The rules of one server, and the watch over the folder they come from. */
final class RunningRules {

    private final Settings settings;
    private final WebSocketComponent sockets;
    private final MeterRegistry meters;
    private final RuleFiles files;
    private Rules rules;
    private FolderWatch watch;

    /** @throws IOException if the folder cannot be read */
    RunningRules(Settings settings, WebSocketComponent sockets, MeterRegistry meters) throws IOException {
        this.settings = settings;
        this.sockets = sockets;
        this.meters = meters;
        this.files = RuleFiles.of(settings.routes());
    }

    /** Gives the edge its way to the rules; before it makes the beans that want it. */
    void connect(CamelContext edge) {
        RuleSetBuilder builder = new RuleSetBuilder(
                edge.getRegistry(),
                settings.properties(),
                Map.of("vertx-websocket", sockets::sharing),
                meters,
                context -> {});
        rules = new Rules(builder, meters, Clock.systemUTC());
        edge.addComponent("rules", new RulesComponent(rules));
    }

    /**
     * Starts the first set; before the edge opens, which needs rules for what it takes in.
     *
     * @throws dev.hermes.rules.BrokenRules if it cannot be built or started
     */
    void begin() throws Exception {
        rules.begin(files);
    }

    /** Takes up changes of the folder from now on, if the settings want it. */
    void watch(CamelContext edge) {
        HealthCheckRegistry.get(edge).register(new RulesHealth(rules));
        if (Files.isDirectory(settings.routes()) && Boolean.parseBoolean(settings.get("hermes.routes.reload"))) {
            watch = new FolderWatch(settings.routes(), files, rules);
            watch.start();
        }
    }

    void stopWatching() {
        if (watch != null) {
            watch.close();
        }
    }

    /** Where the edge did not come as far as to do it. */
    void stop() {
        if (rules != null) {
            rules.stop();
        }
    }
}
