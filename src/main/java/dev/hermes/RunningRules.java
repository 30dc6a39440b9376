package dev.hermes;

import dev.hermes.component.AddedComponent;
import dev.hermes.component.Components;
import dev.hermes.component.Library;
import dev.hermes.rules.FolderWatch;
import dev.hermes.rules.RuleFiles;
import dev.hermes.rules.RuleSetBuilder;
import dev.hermes.rules.Rules;
import dev.hermes.rules.RulesComponent;
import dev.hermes.rules.RulesHealth;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.health.HealthCheckRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rules of one server, and the watch over the folder they come from. */
final class RunningRules {

    private static final Logger LOG = LoggerFactory.getLogger(RunningRules.class);

    private final Settings settings;
    private final Map<String, Supplier<? extends Component>> components;
    private final MeterRegistry meters;
    private final RuleFiles files;
    private volatile Rules rules;
    private FolderWatch watch;

    /**
     * @param components by scheme, those that each set has in a form of its own
     * @throws IOException if the folder cannot be read
     */
    RunningRules(Settings settings, Map<String, Supplier<? extends Component>> components, MeterRegistry meters)
            throws IOException {
        this.settings = settings;
        this.components = components;
        this.meters = meters;
        this.files = RuleFiles.of(settings.routes());
    }

    /** Gives the edge its way to the rules; before it makes the beans that want it. */
    void connect(CamelContext edge) {
        Library library = Library.of(settings.libraries());
        if (library.size() > 0) {
            LOG.info(
                    "{} jars of lib/ add the components {}",
                    library.size(),
                    library.components().stream().map(AddedComponent::scheme).toList());
        }
        RuleSetBuilder builder = new RuleSetBuilder(
                edge.getRegistry(), settings.properties(), components, meters, new Components(library)::offerTo);
        rules = new Rules(builder, meters, Clock.systemUTC());
        edge.addComponent("rules", new RulesComponent(rules));
    }

    /** Empty until {@link #connect}. */
    Optional<Rules> current() {
        return Optional.ofNullable(rules);
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

    /** Delivers what rules still hold, while all that delivers it still runs. Blocks for {@code most} at the longest. */
    void letGroupsOut(Duration most) {
        if (rules != null) {
            rules.letGroupsOut(most);
        }
    }

    /** Where the edge did not come as far as to do it. */
    void stop() {
        if (rules != null) {
            rules.stop();
        }
    }
}
