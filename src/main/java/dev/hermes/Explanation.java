package dev.hermes;

import dev.hermes.explain.Explained;
import dev.hermes.explain.SampleConnections;
import dev.hermes.explain.SampleRun;
import dev.hermes.rules.RuleFiles;
import java.util.Properties;

/** Finds out what rules would make of a notification, without AWS, a secret or a port. Nothing is sent. */
public final class Explanation implements AutoCloseable {

    /** These set up components that reach out, which have stand-ins here. */
    private static final String COMPONENTS = "camel.component.";

    private static final String DIRECT = "camel.component.direct.";

    private final Settings settings;
    private final Validation validation;

    public Explanation(Settings settings) {
        this.settings = settings;
        this.validation = new Validation(settings);
    }

    /**
     * @param message the body of a message in the queue
     * @throws dev.hermes.rules.BrokenRules if the rules cannot run
     */
    public Explained explain(RuleFiles rules, String message, SampleConnections connections) throws Exception {
        // With the real components, which know what the stand-ins do not.
        validation.require(rules);
        Properties properties = new Properties();
        properties.putAll(settings.properties());
        properties
                .keySet()
                .removeIf(key ->
                        key.toString().startsWith(COMPONENTS) && !key.toString().startsWith(DIRECT));
        return new SampleRun(validation.beans(), validation.components(), properties, connections).of(rules, message);
    }

    @Override
    public void close() {
        validation.close();
    }
}
