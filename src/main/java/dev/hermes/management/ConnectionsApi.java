package dev.hermes.management;

import dev.hermes.management.SignatureCheck.Claim;
import dev.hermes.websocket.socket.LiveConnection;
import dev.hermes.websocket.socket.LiveConnections;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The API Gateway Management API for the connections that this node holds: {@code POST}, {@code GET} and {@code DELETE} on
 * {@code /{stage}/@connections/{connection_id}}.
 *
 * <p>One call is Hermes' own, made by other nodes: {@code POST /{stage}/@connections} sends one message to many
 * connections ({@link Multicast}) and answers {@code {"gone":["…"]}} with those that this node does not hold.
 */
public final class ConnectionsApi implements Consumer<Router> {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionsApi.class);

    private static final String PATH = "/(?<stage>[^/]+)/(?:@|%40)connections(?:/(?<id>[^/]*))?";

    /** The longest message of the API Gateway Management API. */
    private static final int LONGEST_MESSAGE = 128 * 1024;

    private static final int LONGEST_MULTICAST = 4 * 1024 * 1024;

    private final String stage;
    private final LiveConnections live;
    private final SignatureCheck signatures;

    /**
     * @param accessKeyId with {@code secretAccessKey} what callers sign with; if both are empty, every call is refused
     * @throws IllegalArgumentException if only one of the two is set
     */
    public ConnectionsApi(String stage, LiveConnections live, String accessKeyId, String secretAccessKey, Clock clock) {
        this.stage = stage;
        this.live = live;
        this.signatures = new SignatureCheck(KeyPair.of(accessKeyId, secretAccessKey), clock);
    }

    @Override
    public void accept(Router router) {
        router.routeWithRegex(PATH).handler(this::handle);
    }

    private void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        Reply reply = new Reply(routing);
        String calledStage = routing.pathParam("stage");
        Optional<String> id = Optional.ofNullable(routing.pathParam("id"));
        Vertx vertx = routing.vertx();
        String method = request.method().name();
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            // Also for a call that is refused: a body that never comes would leave the connection out of step.
            request.response().writeContinue();
        }
        try {
            Claim claim = signatures.claim(
                    new RequestHead(method, request.path(), request.query(), request.headers()::getAll));
            Body.read(request, id.isPresent() ? LONGEST_MESSAGE : LONGEST_MULTICAST)
                    .map(body -> {
                        claim.prove(body.hash());
                        if (!calledStage.equals(stage)) {
                            throw new WronglySigned("This is stage '" + stage + "', not '" + calledStage + "'");
                        }
                        id.ifPresentOrElse(
                                one -> serve(method, one, body, reply), () -> serveMany(method, body, vertx, reply));
                        return body;
                    })
                    .onFailure(failure -> refuse(reply, failure));
        } catch (WronglySigned e) {
            refuse(reply, e);
        }
    }

    private void serve(String method, String id, Body body, Reply reply) {
        if (!LiveConnections.isWellFormed(id)) {
            throw new IllegalArgumentException("Invalid connectionId: " + id);
        }
        switch (method) {
            case "POST" ->
                live.post(id, body.bytes().toString(), posted -> {
                    switch (posted) {
                        case DONE -> reply.send(200);
                        case GONE -> reply.refuse(Refusal.GONE);
                        case FULL -> reply.refuse(Refusal.LIMIT_EXCEEDED);
                    }
                });
            case "GET" ->
                live.describe(
                        id,
                        found -> found.ifPresentOrElse(
                                connection -> reply.send(json(connection)), () -> reply.refuse(Refusal.GONE)));
            case "DELETE" ->
                live.close(id, found -> {
                    if (found) {
                        reply.send(204);
                    } else {
                        reply.refuse(Refusal.GONE);
                    }
                });
            default -> throw new WronglySigned("There is no " + method + " of a connection");
        }
    }

    private void serveMany(String method, Body body, Vertx vertx, Reply reply) {
        if (!method.equals("POST")) {
            throw new WronglySigned("There is no " + method + " of all connections");
        }
        // Megabytes of JSON: no event loop has time for them.
        vertx.executeBlocking(
                        () -> {
                            Multicast multicast = Multicast.parse(body.bytes());
                            live.push(
                                    multicast.connectionIds(),
                                    multicast.data(),
                                    gone -> reply.send(new JsonObject().put("gone", gone)));
                            return multicast;
                        },
                        false)
                .onFailure(failure -> refuse(reply, failure));
    }

    private static JsonObject json(LiveConnection connection) {
        return new JsonObject()
                .put("connectedAt", connection.connectedAt())
                .put(
                        "identity",
                        new JsonObject()
                                .put("sourceIp", connection.sourceIp())
                                .put("userAgent", connection.userAgent()))
                .put("lastActiveAt", connection.lastActiveAt());
    }

    private static void refuse(Reply reply, Throwable failure) {
        if (failure instanceof WronglySigned) {
            LOG.debug("Call {} is forbidden: {}", reply.requestId(), failure.getMessage());
            reply.refuse(Refusal.FORBIDDEN);
        } else if (failure instanceof Body.TooLarge) {
            reply.refuse(Refusal.TOO_LARGE);
        } else if (failure instanceof IllegalArgumentException) {
            reply.refuse(Refusal.BAD_REQUEST, failure.getMessage());
        } else if (failure instanceof HttpClosedException) {
            LOG.debug("Call {}: its caller went away", reply.requestId());
        } else {
            LOG.warn("Call {} failed", reply.requestId(), failure);
            reply.refuse(Refusal.FAILED);
        }
    }
}
