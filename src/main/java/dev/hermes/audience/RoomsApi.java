package dev.hermes.audience;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hermes.management.Body;
import dev.hermes.management.PercentEncoding;
import dev.hermes.management.Refusal;
import dev.hermes.management.Reply;
import dev.hermes.management.SignedCalls;
import dev.hermes.management.SlowCalls;
import dev.hermes.management.WronglySigned;
import dev.hermes.notification.RoomQueue;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Rooms, beside {@code @connections} and signed like it: {@code GET /{stage}/@rooms/{room}} tells who is in a room, as the
 * tables have it; {@code POST} puts a notification for it on the queue.
 */
public final class RoomsApi implements Consumer<Router> {

    private static final String PATH = "/(?<stage>[^/]+)/(?:@|%40)rooms/(?<room>[^/]+)";
    private static final int MOST_USERS_NAMED = 200;
    private static final int ACCEPTED = 202;

    private final SignedCalls calls;
    private final SlowCalls slow;
    private final RoomUsers users;
    private final RoomQueue queue;

    public RoomsApi(SignedCalls calls, SlowCalls slow, RoomUsers users, RoomQueue queue) {
        this.calls = calls;
        this.slow = slow;
        this.users = users;
        this.queue = queue;
    }

    @Override
    public void accept(Router router) {
        router.routeWithRegex(PATH)
                .handler(routing -> calls.take(routing, RoomQueue.LONGEST_BODY, (method, body, reply) -> {
                    String room = room(routing.request().path());
                    switch (method) {
                        case "GET" -> slow.run(reply, () -> reply.send(json(users.of(room))));
                        case "POST" -> slow.run(reply, () -> send(room, body, reply));
                        default -> throw new WronglySigned("There is no " + method + " of a room");
                    }
                }));
    }

    /** As it was sent: the router's own parameter has lost what was encoded twice, or looked like a dot segment. */
    private static String room(String path) {
        return PercentEncoding.decodeStrictly(path.substring(path.lastIndexOf('/') + 1))
                .filter(room -> room.getBytes(UTF_8).length <= RoomQueue.LONGEST_ROOM)
                .orElseThrow(() -> new IllegalArgumentException(
                        "The room must be percent-encoded UTF-8 of at most " + RoomQueue.LONGEST_ROOM + " bytes"));
    }

    private void send(String room, Body body, Reply reply) {
        try {
            queue.send(room, body.bytes().toString(UTF_8));
            reply.send(ACCEPTED);
        } catch (RoomQueue.TooLong e) {
            reply.refuse(Refusal.TOO_LARGE);
        }
    }

    private static JsonObject json(Map<String, Integer> connectionsByUser) {
        JsonObject room = new JsonObject();
        if (connectionsByUser.size() <= MOST_USERS_NAMED) {
            JsonArray named = new JsonArray();
            connectionsByUser.forEach((user, connections) ->
                    named.add(new JsonObject().put("user_id", user).put("connections", connections)));
            room.put("users", named);
        }
        return room.put(
                "count",
                connectionsByUser.values().stream().mapToInt(Integer::intValue).sum());
    }
}
