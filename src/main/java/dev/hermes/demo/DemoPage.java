package dev.hermes.demo;

import dev.hermes.http.OwnOrigin;
import dev.hermes.http.PageFile;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A page on {@code /} to try Hermes with: choose a user and a room, and talk.
 *
 * <p>Whoever can reach it is given a token for whatever user and room they ask for, so it is for development alone. Pages of
 * other origins get none ({@link OwnOrigin}).
 */
public final class DemoPage implements Consumer<Router> {

    private static final Logger LOG = LoggerFactory.getLogger(DemoPage.class);

    private static final int LONGEST_REQUEST = 10_000;

    private final JsonObject settings;
    private final String host;
    private final BinaryOperator<String> mint;

    /**
     * @param stage the path that the page connects to
     * @param host that the gateway listens on
     * @param sqsEndpoint a local stand-in for SQS, which commands on the page name; empty beside AWS
     * @param queue the name of the notification queue
     * @param mint makes a token for a user and a room; may block
     */
    public DemoPage(String stage, String host, String sqsEndpoint, String queue, BinaryOperator<String> mint) {
        this.settings =
                new JsonObject().put("stage", stage).put("sqs", sqsEndpoint).put("queue", queue);
        this.host = host;
        this.mint = mint;
    }

    @Override
    public void accept(Router router) {
        if (!OwnOrigin.isLoopback(host)) {
            LOG.warn(
                    "The demo page gives a token for any user and room to everybody who reaches {}: turn it off"
                            + " (hermes.gateway.demo), or listen on 127.0.0.1",
                    host);
        }
        PageFile.serve(router, "/", "index.html");
        PageFile.serve(router, "/hermes.css", "hermes.css");
        PageFile.serve(router, "/hermes.js", "hermes.js");
        router.get("/demo/settings").handler(routing -> routing.json(settings));
        // A route of its own, so that nobody else's body is read.
        router.post("/demo/token").handler(this::admit);
        router.post("/demo/token")
                .handler(BodyHandler.create(false).setBodyLimit(LONGEST_REQUEST))
                .handler(this::token);
    }

    private void admit(RoutingContext routing) {
        if (OwnOrigin.sent(routing.request(), host)) {
            routing.next();
        } else {
            routing.response().setStatusCode(403);
            routing.json(new JsonObject().put("message", "Open this page at its address or at localhost"));
        }
    }

    private void token(RoutingContext routing) {
        String user;
        String room;
        try {
            JsonObject wanted = routing.body().asJsonObject();
            user = name(wanted, "user_id");
            room = name(wanted, "room_id");
        } catch (DecodeException | ClassCastException | IllegalArgumentException | NullPointerException e) {
            routing.response().setStatusCode(400);
            routing.json(new JsonObject().put("message", "user_id and room_id must be non-empty strings"));
            return;
        }
        Vertx vertx = routing.vertx();
        vertx.executeBlocking(() -> mint.apply(user, room), false)
                .onSuccess(token -> routing.json(new JsonObject().put("token", token)))
                .onFailure(failure -> {
                    LOG.warn("No token for '{}' in '{}': {}", user, room, failure.getMessage());
                    routing.response().setStatusCode(503);
                    routing.json(new JsonObject().put("message", "No token can be made now; see the log of Hermes"));
                });
    }

    private static String name(JsonObject wanted, String key) {
        String name = wanted.getString(key);
        if (name.isBlank()) {
            throw new IllegalArgumentException(key);
        }
        return name;
    }
}
