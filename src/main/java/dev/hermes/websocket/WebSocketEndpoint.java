package dev.hermes.websocket;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.vertx.websocket.VertxWebsocketConfiguration;
import org.apache.camel.component.vertx.websocket.VertxWebsocketEndpoint;

/** The stock endpoint with its server side replaced; as a client of other servers it is the stock one. */
final class WebSocketEndpoint extends VertxWebsocketEndpoint {

    WebSocketEndpoint(String uri, WebSocketComponent component, VertxWebsocketConfiguration configuration) {
        super(uri, component, configuration);
    }

    @Override
    public WebSocketComponent getComponent() {
        return (WebSocketComponent) super.getComponent();
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (getConfiguration().isConsumeAsClient()) {
            return super.createConsumer(processor);
        }
        if (!getComponent().listens()) {
            throw new IllegalArgumentException("Rules cannot listen on "
                    + getConfiguration().getWebsocketURI()
                    + ": WebSockets belong to the gateway; consume direct 'message'");
        }
        WebSocketConsumer consumer = new WebSocketConsumer(
                this, processor, getComponent().options(), getComponent().meters());
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() throws Exception {
        if (getComponent().serves(getConfiguration().getWebsocketURI())) {
            return new WebSocketProducer(this, getComponent().sockets(), task -> getComponent()
                    .afterwards()
                    .insist(task));
        }
        return super.createProducer();
    }
}
