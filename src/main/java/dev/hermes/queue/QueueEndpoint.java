package dev.hermes.queue;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.component.aws2.sqs.Sqs2Configuration;
import org.apache.camel.component.aws2.sqs.Sqs2Endpoint;
import org.apache.camel.component.aws2.sqs.Sqs2HeaderFilterStrategy;

/** One of Hermes' own queues: SQS is asked where it is when that is first needed. Sending is that of the stock endpoint. */
final class QueueEndpoint extends Sqs2Endpoint {

    private final QueueComponent component;
    private final QueueAddress address;

    QueueEndpoint(String uri, QueueComponent component, Sqs2Configuration options, QueueAddress address) {
        super(uri, component, options);
        this.component = component;
        this.address = address;
    }

    @Override
    protected void doInit() {
        // The stock endpoint looks for its queue here, and fails while SQS does not answer.
        setClient(getConfiguration().getAmazonSQSClient());
        if (getHeaderFilterStrategy() == null) {
            setHeaderFilterStrategy(new Sqs2HeaderFilterStrategy());
        }
    }

    @Override
    protected String getQueueUrl() {
        return address.get();
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        return new QueueConsumer(this, processor, component);
    }
}
