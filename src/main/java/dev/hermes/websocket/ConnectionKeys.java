package dev.hermes.websocket;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.component.vertx.websocket.VertxWebsocketConstants;

/** The connections that a push is for, as {@link VertxWebsocketConstants#CONNECTION_KEY} names them. */
public final class ConnectionKeys {

    private ConnectionKeys() {}

    /** The header's collection of strings itself, or the parts of one string with commas; none if it is not set. */
    @SuppressWarnings("unchecked")
    public static Collection<String> of(Exchange exchange) {
        Object keys = exchange.getMessage().getHeader(VertxWebsocketConstants.CONNECTION_KEY);
        if (keys instanceof Collection) {
            return (Collection<String>) keys;
        }
        return keys == null ? List.of() : Arrays.asList(keys.toString().split(","));
    }
}
