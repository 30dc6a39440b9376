package dev.hermes.rules;

import java.time.Duration;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;

/** Runs one exchange through rules that take nothing in and are stopped after it. */
public final class DryRun {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RuleSetBuilder builder;
    private final CamelContext edge;

    /** @param edge any context, for an exchange of the caller's */
    public DryRun(RuleSetBuilder builder, CamelContext edge) {
        this.builder = builder;
        this.edge = edge;
    }

    /**
     * Hands over what {@code prepare} puts into an exchange. When it returns, the rules have ended, what they held back
     * (an aggregation, say) included.
     *
     * @return why they failed; null if they did not
     * @throws BrokenRules if they cannot run
     */
    public Exception run(RuleFiles files, Handover entrance, Consumer<Exchange> prepare) throws Exception {
        RuleSet set = builder.build(files);
        Exchange exchange = new DefaultExchange(edge);
        try {
            set.start();
            prepare.accept(exchange);
            set.processAndWait(entrance, exchange);
        } finally {
            // What a step did not wait for is under way still.
            set.retire(PATIENCE);
        }
        return exchange.getException();
    }
}
