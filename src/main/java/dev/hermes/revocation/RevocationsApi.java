package dev.hermes.revocation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hermes.access.Tokens;
import dev.hermes.management.PercentEncoding;
import dev.hermes.management.Reply;
import dev.hermes.management.SignedCalls;
import dev.hermes.management.SlowCalls;
import dev.hermes.management.WronglySigned;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Consumer;

/**
 * {@code DELETE /{stage}/@users/{user}}, or {@code …?room=R}, revokes a user's access: 204 when every node has obeyed, 202
 * {@code {"pending":n}} where n did not answer in time. Signed like {@code @connections}. Beside it, what nodes tell each
 * other of it ({@link NoticeCall}).
 */
public final class RevocationsApi implements Consumer<Router> {

    private static final String USER = "/(?<stage>[^/]+)/(?:@|%40)users/(?<user>[^/]+)";
    private static final String NODE = "/(?<stage>[^/]+)/(?:@|%40)nodes/[^/]+" + NoticeCall.PATH;
    private static final int LONGEST_NOTICE = 16 * 1024;
    private static final int DONE = 204;
    private static final int PENDING = 202;

    private final SignedCalls calls;
    private final SlowCalls slow;
    private final SlowCalls notices;
    private final Revocations revocations;
    private final Obey obey;

    /** @param notices runs what nodes tell each other, apart from {@code slow}, which waits for it on this node too */
    public RevocationsApi(SignedCalls calls, SlowCalls slow, SlowCalls notices, Revocations revocations, Obey obey) {
        this.calls = calls;
        this.slow = slow;
        this.notices = notices;
        this.revocations = revocations;
        this.obey = obey;
    }

    @Override
    public void accept(Router router) {
        router.routeWithRegex(USER)
                .handler(routing -> calls.take(routing, 0, (method, body, reply) -> {
                    if (!method.equals("DELETE")) {
                        throw new WronglySigned("There is no " + method + " of a user");
                    }
                    String path = routing.request().path();
                    String user = name(path.substring(path.lastIndexOf('/') + 1), "user", Tokens.LONGEST_USER);
                    String room = room(routing);
                    slow.run(reply, () -> revoke(user, room, reply));
                }));
        router.routeWithRegex(NODE)
                .handler(routing -> calls.take(
                        routing,
                        LONGEST_NOTICE,
                        (method, body, reply) -> notices.run(reply, () -> {
                            List<String> rooms =
                                    obey.one(NoticeCall.read(body.bytes().getBytes()));
                            reply.send(new JsonObject().put("rooms", new JsonArray(rooms)));
                        })));
    }

    private static String room(RoutingContext routing) {
        String room = routing.request().getParam("room");
        if (room != null && (room.isEmpty() || room.getBytes(UTF_8).length > Tokens.LONGEST_ROOM)) {
            throw new IllegalArgumentException("room must have 1 to " + Tokens.LONGEST_ROOM + " bytes");
        }
        return room;
    }

    private static String name(String encoded, String what, int longest) {
        return PercentEncoding.decode(encoded)
                .filter(name -> name.getBytes(UTF_8).length <= longest)
                .orElseThrow(() -> new IllegalArgumentException(
                        "The " + what + " must be percent-encoded UTF-8 of at most " + longest + " bytes"));
    }

    private void revoke(String user, String room, Reply reply) {
        int pending = revocations.revoke(user, room);
        if (pending == 0) {
            reply.send(DONE);
        } else {
            reply.send(PENDING, new JsonObject().put("pending", pending));
        }
    }
}
