package dev.hermes.queue;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** The queue of notifications, as a route names it. It is only received from. */
final class QueueEndpoint extends DefaultEndpoint {

    private final QueueComponent component;

    QueueEndpoint(String uri, QueueComponent component) {
        super(uri, component);
        this.component = component;
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        return new QueueConsumer(this, processor, component);
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("Nothing is sent to " + getEndpointUri());
    }

    @Override
    public boolean isSingleton() {
        return true;
    }
}
