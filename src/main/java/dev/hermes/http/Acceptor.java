package dev.hermes.http;

import io.netty.channel.Channel;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Accepts the connections of a port, each with a {@link RequestDecoder}, and can stop that before the server behind it
 * stops.
 *
 * <p>Vert.x ends its event loops' part in a server first: a connection that is accepted meanwhile finds none, and Netty
 * prints a stack trace.
 */
public final class Acceptor {

    private volatile Channel listening;

    /** What to call for each new connection, on its event loop and before its first byte was read; goes on with {@code next}. */
    public Handler<HttpConnection> before(Handler<HttpConnection> next, HttpServerOptions options) {
        return connection -> {
            listening = ((ConnectionBase) connection).channel().parent();
            RequestDecoder.install(connection, options);
            next.handle(connection);
        };
    }

    /** Accepts nothing more from now on; waits until that is so. Not for an event loop. */
    public void close() {
        if (listening != null) {
            listening.close().awaitUninterruptibly();
        }
    }
}
