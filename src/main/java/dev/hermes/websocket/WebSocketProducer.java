package dev.hermes.websocket;

import dev.hermes.connection.ConnectionGone;
import dev.hermes.notification.Notification;
import dev.hermes.notification.Variables;
import dev.hermes.websocket.socket.Sockets;
import java.util.Collection;
import java.util.concurrent.Executor;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.component.vertx.websocket.VertxWebsocketConstants;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Pushes the body as one text message to the connections that {@link VertxWebsocketConstants#CONNECTION_KEY} names (a
 * collection, or one string with commas), or to all if asked to.
 *
 * <p>The exchange goes on when the message was handed to all of them. It fails with {@link ConnectionGone} if some are
 * not held here, after the others were served.
 */
final class WebSocketProducer extends DefaultAsyncProducer {

    private final Sockets sockets;
    private final Executor afterwards;

    /** @param afterwards goes on with the exchange: the event loops have no time for what comes behind this step */
    WebSocketProducer(WebSocketEndpoint endpoint, Sockets sockets, Executor afterwards) {
        super(endpoint);
        this.sockets = sockets;
        this.afterwards = afterwards;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        String message = exchange.getMessage().getBody(String.class);
        if (message == null) {
            callback.done(true);
            return true;
        }
        if (isForAll(exchange)) {
            sockets.pushToAll(message, () -> afterwards.execute(() -> callback.done(false)));
            return false;
        }
        Collection<String> keys = ConnectionKeys.of(exchange);
        sockets.push(
                keys,
                message,
                gone -> afterwards.execute(() -> {
                    if (!gone.isEmpty()) {
                        exchange.setException(new ConnectionGone(gone));
                    }
                    if (exchange.getVariable(Variables.NOTIFICATION) instanceof Notification told) {
                        told.trace().here(told.roomId(), keys.size() - gone.size());
                    }
                    callback.done(false);
                }));
        return false;
    }

    private boolean isForAll(Exchange exchange) {
        return exchange.getMessage()
                .getHeader(
                        VertxWebsocketConstants.SEND_TO_ALL,
                        getEndpoint().getConfiguration().isSendToAll(),
                        boolean.class);
    }

    @Override
    public WebSocketEndpoint getEndpoint() {
        return (WebSocketEndpoint) super.getEndpoint();
    }
}
