package dev.hermes.console;

import dev.hermes.management.Body;
import dev.hermes.management.Reply;
import dev.hermes.management.SignedCalls;
import dev.hermes.management.SlowCalls;
import dev.hermes.management.WronglySigned;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What the console asks for beside {@code @rooms} and {@code @connections}, signed like them:
 *
 * <ul>
 *   <li>{@code GET /{stage}/@console/overview}: nodes, rooms, figures and rules ({@link Overview})
 *   <li>{@code GET …/room?room=R}: the connections that this node holds in a room
 *   <li>{@code GET …/graph}: the running rules as SVG
 *   <li>{@code POST …/token} with {@code {"room_id":R}}: a token to watch a room with
 * </ul>
 */
public final class ConsoleApi implements Consumer<Router> {

    private static final String PATH = "/(?<stage>[^/]+)/(?:@|%40)console/";
    private static final int LONGEST_BODY = 4096;

    private final SignedCalls calls;
    private final SlowCalls slow;
    private final Overview overview;
    private final UnaryOperator<String> mint;

    /** @param mint makes a token for a room; may block */
    public ConsoleApi(SignedCalls calls, SlowCalls slow, Overview overview, UnaryOperator<String> mint) {
        this.calls = calls;
        this.slow = slow;
        this.overview = overview;
        this.mint = mint;
    }

    @Override
    public void accept(Router router) {
        get(router, "overview", (room, reply) -> reply.send(overview.read()));
        get(router, "room", (room, reply) -> reply.send(overview.room(required(room))));
        get(
                router,
                "graph",
                (room, reply) -> reply.send(
                        200,
                        "image/svg+xml",
                        overview.graph().orElseThrow(() -> new IllegalArgumentException("No rules run"))));
        router.routeWithRegex(PATH + "token")
                .handler(routing -> calls.take(routing, LONGEST_BODY, (method, body, reply) -> {
                    require("POST", method);
                    String room = room(body);
                    slow.run(reply, () -> reply.send(token(room)));
                }));
    }

    @FunctionalInterface
    private interface Answer {
        void give(String room, Reply reply);
    }

    private void get(Router router, String what, Answer answer) {
        router.routeWithRegex(PATH + what)
                .handler(routing -> calls.take(routing, 0, (method, body, reply) -> {
                    require("GET", method);
                    String room = routing.request().getParam("room");
                    slow.run(reply, () -> answer.give(room, reply));
                }));
    }

    private static void require(String expected, String method) {
        if (!method.equals(expected)) {
            throw new WronglySigned("There is no " + method + " of this");
        }
    }

    private static String required(String room) {
        if (room == null || room.isEmpty()) {
            throw new IllegalArgumentException("'room' must name a room");
        }
        return room;
    }

    private static String room(Body body) {
        try {
            return required(body.bytes().toJsonObject().getString("room_id"));
        } catch (DecodeException | ClassCastException e) {
            throw new IllegalArgumentException("The body must be a JSON object with a room_id", e);
        }
    }

    private JsonObject token(String room) {
        try {
            return new JsonObject().put("token", mint.apply(room));
        } catch (IllegalStateException noPasscode) {
            throw new IllegalArgumentException(noPasscode.getMessage(), noPasscode);
        }
    }
}
