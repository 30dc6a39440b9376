package dev.hermes.websocket.door;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Set;

/** Writes the answers to handshakes that are refused, and to clients that ask why. For the connection's event loop alone. */
final class Answer {

    static final String MEDIA_TYPE = "application/vnd.hermes+json";

    private static final String RETRY_AFTER = "Retry-After";
    private static final String RETRY_SECONDS = "2";
    private static final String PREFLIGHT_SECONDS = "600";

    private final Set<String> allowedOrigins;

    /** @param allowedOrigins empty: any */
    Answer(Set<String> allowedOrigins) {
        this.allowedOrigins = allowedOrigins;
    }

    /** Whether a page of {@code origin} may connect. */
    boolean allows(String origin) {
        return allowedOrigins.isEmpty() || allowedOrigins.contains(origin);
    }

    /** Refuses a handshake: the client sees the status alone. */
    void refuse(HttpServerRequest request, Refusal refusal) {
        head(request, refusal);
        end(request, "");
    }

    /** Tells a client that asks for it why its handshake would be refused. */
    void explain(HttpServerRequest request, Refusal refusal) {
        head(request, refusal);
        if (!hasEnded(request)) {
            share(request);
            request.response().putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE);
            end(request, "{\"reason\":\"" + refusal.reason() + "\"}");
        }
    }

    /** Lets a page ask; what the answer is, is another question. */
    void preflight(HttpServerRequest request) {
        share(request);
        request.response()
                .setStatusCode(HttpResponseStatus.NO_CONTENT.code())
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET")
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, "Accept, Authorization")
                .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, PREFLIGHT_SECONDS);
        end(request, "");
    }

    private void share(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && allows(origin)) {
            request.response()
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, RETRY_AFTER)
                    .putHeader(HttpHeaders.VARY, "Origin");
        }
    }

    private static void head(HttpServerRequest request, Refusal refusal) {
        if (hasEnded(request)) {
            return;
        }
        HttpServerResponse response =
                request.response().setStatusCode(refusal.status().code());
        if (refusal.status().equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
            response.putHeader(HttpHeaders.UPGRADE, "websocket")
                    .putHeader(HttpHeaders.CONNECTION, "Upgrade")
                    .putHeader("Sec-WebSocket-Version", "13");
        }
        if (refusal.isTemporary()) {
            response.putHeader(RETRY_AFTER, RETRY_SECONDS);
        }
    }

    private static void end(HttpServerRequest request, String body) {
        if (!hasEnded(request)) {
            request.response().end(body);
            request.resume();
        }
    }

    private static boolean hasEnded(HttpServerRequest request) {
        return request.response().closed() || request.response().ended();
    }
}
