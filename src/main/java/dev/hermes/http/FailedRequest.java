package dev.hermes.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a request whose handling failed: 400 for a mistake of the client, which must not fill the log, else 500. */
public final class FailedRequest implements Handler<RoutingContext> {

    private static final Logger LOG = LoggerFactory.getLogger(FailedRequest.class);

    private FailedRequest() {}

    /** Takes the failures of every handler of {@code router}. */
    public static void handleIn(Router router) {
        FailedRequest handler = new FailedRequest();
        router.errorHandler(HttpResponseStatus.BAD_REQUEST.code(), handler);
        router.errorHandler(HttpResponseStatus.INTERNAL_SERVER_ERROR.code(), handler);
        // So says Vert.x where a client goes away in the middle of its body.
        router.errorHandler(HttpResponseStatus.OK.code(), handler);
    }

    @Override
    public void handle(RoutingContext routing) {
        Throwable failure = routing.failure();
        boolean theirs = failure == null
                || failure instanceof IllegalArgumentException
                || failure instanceof HttpClosedException;
        if (theirs) {
            LOG.debug("A request could not be read", failure);
        } else {
            LOG.warn("A request failed: {}", failure.toString());
        }
        HttpServerResponse response = routing.response();
        if (!response.closed() && !response.ended()) {
            response.setStatusCode(
                            (theirs ? HttpResponseStatus.BAD_REQUEST : HttpResponseStatus.INTERNAL_SERVER_ERROR).code())
                    .end();
            routing.request().resume();
        }
    }
}
