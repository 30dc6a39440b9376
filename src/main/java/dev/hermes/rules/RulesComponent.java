package dev.hermes.rules;

import java.util.Arrays;
import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Calls, as {@code rules:NAME}, the route that consumes {@code direct:NAME} in whatever set of rules runs.
 *
 * <p>Body, headers and variables go there, and come back as the rules leave them where {@link Handover#answered} says so; a
 * failure always comes back. The caller's route needs {@code errorHandler: noErrorHandler}, or it would handle a second time what the rules have handled.
 */
public final class RulesComponent extends DefaultComponent {

    private final Rules rules;

    /** @param rules stopped with this component, which Camel stops after the routes */
    public RulesComponent(Rules rules) {
        this.rules = rules;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        String name = getAndRemoveParameter(parameters, "name", String.class, remaining);
        Handover entrance = Handover.named(name)
                .orElseThrow(() -> new IllegalArgumentException("rules '" + name + "' is none of "
                        + Arrays.stream(Handover.values()).map(Handover::id).toList()));
        return new Entrance(uri, entrance);
    }

    @Override
    protected void doStop() throws Exception {
        rules.stop();
        super.doStop();
    }

    private final class Entrance extends DefaultEndpoint {

        private final Handover entrance;

        Entrance(String uri, Handover entrance) {
            super(uri, RulesComponent.this);
            this.entrance = entrance;
        }

        @Override
        public Producer createProducer() {
            return new DefaultAsyncProducer(this) {
                @Override
                public boolean process(Exchange exchange, AsyncCallback callback) {
                    return rules.process(entrance, exchange, callback);
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            throw new UnsupportedOperationException("rules are called, never consumed");
        }
    }
}
