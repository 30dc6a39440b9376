package dev.hermes.call;

import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;

/** The {@code platform-http} of one set of rules: its routes serve calls on the gateway's port. */
final class RuleCallComponent extends PlatformHttpComponent {

    private final CallPaths paths;
    private final Collection<RuleCallConsumer> consumers = new ConcurrentLinkedQueue<>();

    RuleCallComponent(CallPaths paths) {
        this.paths = paths;
        setEngine(new Engine());
    }

    private final class Engine implements PlatformHttpEngine {

        @Override
        public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
            RuleCallConsumer consumer = new RuleCallConsumer(endpoint, processor, paths);
            consumers.add(consumer);
            return consumer;
        }
    }

    /** After the routes of its set, which have ended what was under way. */
    @Override
    protected void doStop() throws Exception {
        consumers.forEach(paths::close);
        super.doStop();
    }
}
