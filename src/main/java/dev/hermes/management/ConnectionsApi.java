package dev.hermes.management;

import dev.hermes.websocket.socket.LiveConnection;
import dev.hermes.websocket.socket.LiveConnections;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The API Gateway Management API for the connections that this node holds: {@code POST}, {@code GET} and {@code DELETE} on
 * {@code /{stage}/@connections/{connection_id}}.
 *
 * <p>One call is made by nodes of the version before this one: {@code POST /{stage}/@connections} sends one message to many
 * connections ({@link Multicast}) and answers {@code {"gone":["…"]}} with those that this node does not hold.
 */
public final class ConnectionsApi implements Consumer<Router> {

    private static final String CONNECTIONS = "(?:@|%40)connections";

    /** A node of the version before this one appends its call to the address that rows give, which names the process. */
    private static final String PATH =
            "/(?<stage>[^/]+)(?:/(?:@|%40)nodes/[^/]+)?/" + CONNECTIONS + "(?:/(?<id>[^/]*))?";

    /** Whatever else names connections, nodes, rooms or users: an SDK expects an answer that it can read. */
    private static final String UNKNOWN_PATH = ".*/(?:@|%40)(?:connections|nodes|rooms|rules|users)(?:/.*)?";

    /** The longest message of the API Gateway Management API. */
    private static final int LONGEST_MESSAGE = 128 * 1024;

    private static final int LONGEST_MULTICAST = 4 * 1024 * 1024;

    private final SignedCalls calls;
    private final LiveConnections live;

    public ConnectionsApi(SignedCalls calls, LiveConnections live) {
        this.calls = calls;
        this.live = live;
    }

    @Override
    public void accept(Router router) {
        router.routeWithRegex(PATH).handler(this::handle);
        router.routeWithRegex(UNKNOWN_PATH).last().handler(routing -> new Reply(routing).refuse(Refusal.FORBIDDEN));
    }

    private void handle(RoutingContext routing) {
        Optional<String> id = Optional.ofNullable(routing.pathParam("id"));
        Vertx vertx = routing.vertx();
        calls.take(
                routing,
                id.isPresent() ? LONGEST_MESSAGE : LONGEST_MULTICAST,
                (method, body, reply) -> id.ifPresentOrElse(
                        one -> serve(method, one, body, reply), () -> serveMany(method, body, vertx, reply)));
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
                .onFailure(failure -> SignedCalls.refuse(reply, failure));
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
}
