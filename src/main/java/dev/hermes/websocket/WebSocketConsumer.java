package dev.hermes.websocket;

import dev.hermes.dependency.FailureKind;
import java.util.concurrent.ExecutorService;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.vertx.websocket.VertxWebsocketConstants;
import org.apache.camel.component.vertx.websocket.VertxWebsocketConsumer;
import org.apache.camel.component.vertx.websocket.VertxWebsocketEvent;
import org.apache.camel.spi.ExecutorServiceManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the route for what happens on sockets, never on an event loop.
 *
 * <p>What the route leaves in the {@value #CONNECTION} variable when a socket opens is there again in every later event
 * of that socket. Headers are those of the stock component, without the query parameters, which a client could use to
 * set any Camel header.
 */
final class WebSocketConsumer extends VertxWebsocketConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketConsumer.class);

    private static final String CONNECTION = "connection";

    private final GatewayOptions options;
    private ExecutorService handshakes;
    private ExecutorService events;

    WebSocketConsumer(WebSocketEndpoint endpoint, Processor processor, GatewayOptions options) {
        super(endpoint, processor);
        this.options = options;
    }

    GatewayOptions options() {
        return options;
    }

    Exchange event(VertxWebsocketEvent event, Socket socket, String body) {
        Exchange exchange = createExchange(false);
        exchange.getMessage().setBody(body);
        exchange.getMessage().setHeader(VertxWebsocketConstants.CONNECTION_KEY, socket.id());
        // As text: to compare an enum with text, Camel goes through all its type converters.
        exchange.getMessage().setHeader(VertxWebsocketConstants.EVENT, event.name());
        if (socket.identity() != null) {
            exchange.setVariable(CONNECTION, socket.identity());
        }
        return exchange;
    }

    Object identity(Exchange open) {
        return open.getVariable(CONNECTION);
    }

    /** Runs the route, then {@code done}, on whatever thread the route ends. */
    void fire(Exchange event, Runnable done) {
        boolean open =
                VertxWebsocketEvent.OPEN.name().equals(event.getMessage().getHeader(VertxWebsocketConstants.EVENT));
        // Apart, so that a storm of handshakes does not hold up those who are in.
        (open ? handshakes : events).execute(() -> run(event, done));
    }

    private void run(Exchange event, Runnable done) {
        AsyncCallback callback = synchronously -> {
            if (event.getException() != null) {
                tell(event.getException());
            }
            done.run();
            doneUoW(event);
            releaseExchange(event, false);
        };
        try {
            createUoW(event);
            getAsyncProcessor().process(event, callback);
        } catch (Exception e) {
            event.setException(e);
            callback.done(true);
        }
    }

    /** Of an outage the dependency tells, once for all. */
    private static void tell(Exception failure) {
        if (FailureKind.isOfAws(failure)) {
            LOG.debug("A socket's event failed", failure);
        } else {
            LOG.warn("A socket's event failed: {}", failure.toString());
        }
    }

    @Override
    protected void doStart() throws Exception {
        ExecutorServiceManager threads = getEndpoint().getCamelContext().getExecutorServiceManager();
        handshakes = threads.newFixedThreadPool(this, "handshake", options.handshakeThreads());
        events = threads.newFixedThreadPool(this, "socket-event", options.eventThreads());
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        ExecutorServiceManager threads = getEndpoint().getCamelContext().getExecutorServiceManager();
        threads.shutdown(handshakes);
        threads.shutdown(events);
    }
}
