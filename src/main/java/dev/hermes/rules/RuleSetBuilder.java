package dev.hermes.rules;

import dev.hermes.pool.RoomyPools;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.LoggingLevel;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.SimpleMain;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.support.DefaultRegistry;

/**
 * Builds sets of rules, and says what is wrong with those that cannot be built.
 *
 * <p>A set looks beans up among those of the edge. Nothing outside the process is asked. Safe for use by many threads.
 */
public final class RuleSetBuilder {

    /** One server of health and metrics is enough, and so is one line that says what has started. */
    private static final Map<String, String> OF_EVERY_SET = Map.of(
            "camel.main.jmx-enabled", "false",
            "camel.main.source-location-enabled", "true",
            // What is under way has been waited for before a set is stopped.
            "camel.main.shutdown-timeout", "1",
            "camel.main.startup-summary-level", "Off",
            "camel.management.enabled", "false",
            "camel.metrics.enabled", "false",
            "camel.opentelemetry2.enabled", "false");

    private static final List<String> OF_THE_EDGE_ALONE =
            List.of("camel.management.", "camel.metrics.", "camel.opentelemetry2.");

    /** Camel names one broken route at a time; each of these costs one more try. */
    private static final int MOST_TRIES = 25;

    /** Of Camel, who names no line; what is found before does. */
    private static final String ID_TAKEN = "already exists with id";

    private final BeanRepository beans;
    private final Properties properties;
    private final Map<String, Supplier<? extends Component>> components;
    private final MeterRegistry meters;
    private final Consumer<CamelContext> furnish;
    private final Warnings warnings = new Warnings();

    /**
     * @param beans those of the edge; never closed by a set
     * @param properties of the settings, {@code camel.component.*} among them
     * @param components by scheme, those that a set must have in a form of its own
     * @param furnish adds to a set's context, before anything is made in it
     */
    public RuleSetBuilder(
            BeanRepository beans,
            Properties properties,
            Map<String, Supplier<? extends Component>> components,
            MeterRegistry meters,
            Consumer<CamelContext> furnish) {
        this.furnish = furnish;
        this.beans = new SharedBeans(beans);
        this.properties = ofEverySet(properties);
        this.components = Map.copyOf(components);
        this.meters = meters;
    }

    private static Properties ofEverySet(Properties given) {
        Properties properties = new Properties();
        properties.putAll(given);
        properties.keySet().removeIf(key -> OF_THE_EDGE_ALONE.stream().anyMatch(key.toString()::startsWith));
        properties.putAll(OF_EVERY_SET);
        return properties;
    }

    /** Everything that can be found without starting: errors and warnings, in the order of files and lines. */
    public List<Finding> check(RuleFiles files) {
        List<Finding> findings = new ArrayList<>();
        CompletableFuture<CamelSchema> schema = warnings.prepare();
        List<RuleText> texts = read(files, findings);
        create(files, texts, findings).ifPresent(RuleSet::stop);
        Warnings.add(files, texts, schema.join(), findings);
        return FindingOrder.sorted(findings);
    }

    /** @throws BrokenRules with all errors that can be found without starting, if there are any */
    public void require(RuleFiles files) throws BrokenRules {
        build(files).stop();
    }

    /**
     * A set whose routes are created and not started.
     *
     * @throws BrokenRules with all errors that were found
     */
    RuleSet build(RuleFiles files) throws BrokenRules {
        List<Finding> findings = new ArrayList<>();
        List<RuleText> texts = read(files, findings);
        Optional<RuleSet> set = create(files, texts, findings);
        return set.orElseThrow(() -> new BrokenRules(files.place(), FindingOrder.sorted(findings)));
    }

    private static List<RuleText> read(RuleFiles files, List<Finding> findings) {
        List<RuleText> texts = new ArrayList<>();
        for (RuleFile file : files.files()) {
            RuleText.of(file, findings).ifPresent(text -> {
                text.warnOfMark(findings);
                texts.add(text);
            });
        }
        if (files.files().isEmpty()) {
            findings.add(Finding.error(
                    files.place(), 0, "", "there is no *.camel.yaml", "put the routes of this release there"));
        }
        return texts;
    }

    /** Tries again without each route that cannot be created, so that all of them are found; empty if any error was. */
    private Optional<RuleSet> create(RuleFiles files, List<RuleText> texts, List<Finding> findings) {
        Set<String> leftOut = new HashSet<>();
        boolean unread = findings.stream().anyMatch(Finding::isError);
        boolean idsTaken = !IdCheck.of(texts, findings);
        new AttributeCheck(properties, findings).check(texts);
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            CamelContext context = new DefaultCamelContext(new DefaultRegistry(beans));
            RuleModel model = new RuleModel(context, texts);
            RuleSet set = new RuleSet(context, model, files.files().size());
            try {
                configure(context);
                List<Finding> found = new ArrayList<>();
                model.load(found);
                // What a broken file would have brought is not missing, and of two with one id the later is left.
                model.check(found, !unread && !idsTaken && found.isEmpty());
                found.stream()
                        .filter(finding -> !findings.contains(finding))
                        .filter(finding -> !(idsTaken && finding.reason().contains(ID_TAKEN)))
                        .forEach(findings::add);
                model.leaveOut(leftOut);
                components.forEach((scheme, component) -> context.addComponent(scheme, component.get()));
                if (!idsTaken) {
                    context.init();
                }
                if (findings.stream().noneMatch(Finding::isError)) {
                    return Optional.of(set);
                }
                set.stop();
                return Optional.empty();
            } catch (Exception | LinkageError | StackOverflowError e) {
                String route = model.diagnose(e, beans, findings);
                set.stop();
                if (route.isEmpty() || !leftOut.add(route)) {
                    break;
                }
            }
        }
        return Optional.empty();
    }

    private void configure(CamelContext context) throws Exception {
        context.getRegistry().bind("simple", new QuickSimple());
        furnish.accept(context);
        SimpleMain main = new SimpleMain(context);
        main.setDefaultPropertyPlaceholderLocation("false");
        RoomyPools.makeRoom(context);
        main.setInitialProperties(properties);
        context.addRoutePolicyFactory(new RouteMeters(meters));
        main.init();
        context.getShutdownStrategy().setLoggingLevel(LoggingLevel.DEBUG);
    }
}
