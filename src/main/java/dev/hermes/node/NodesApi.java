package dev.hermes.node;

import dev.hermes.audience.Delivered;
import dev.hermes.audience.LocalRooms;
import dev.hermes.history.Numbered;
import dev.hermes.history.Tails;
import dev.hermes.management.Reply;
import dev.hermes.management.SignedCalls;
import dev.hermes.management.WronglySigned;
import dev.hermes.notification.Notification;
import dev.hermes.tracing.Tracing;
import dev.hermes.websocket.socket.LiveConnections;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What other processes ask of this one, signed like calls of {@code @connections}.
 *
 * <p>{@code GET /{stage}/@nodes/{id}} asks whether this is the process of that id. {@code POST /{stage}/@nodes/{id}/push}
 * pushes to this process' members of a room ({@link PushBatch}), to each once however often it is repeated. Both answer 200, or
 * 421 with {@code {"node":ID}} where another process is asked for than this one.
 */
public final class NodesApi implements Consumer<Router> {

    static final String PUSH = "/push";
    /** In an answer: somebody here waits for numbers, and some of the notifications had none. */
    static final String COUNTED = "counted";

    private static final String NODE = "/(?<stage>[^/]+)/(?:@|%40)nodes/(?<node>[^/]+)";
    /** What became of a push, for its trace. */
    private static final String TAKEN = "taken";

    private static final int MISDIRECTED = 421;
    private static final int LONGEST_BATCH = 16 * 1024 * 1024;
    private static final int ROOMS_AT_A_TIME = 64;

    private final SignedCalls calls;
    private final Lease lease;
    private final LocalRooms rooms;
    private final Delivered delivered;
    private final LiveConnections live;
    private final Tails tails;
    private final Tracing tracing;
    private final WorkerExecutor workers;
    private final Object[] orders =
            Stream.generate(Object::new).limit(ROOMS_AT_A_TIME).toArray();

    /** @param workers read the bodies: megabytes of JSON, for which no event loop has time */
    public NodesApi(
            SignedCalls calls,
            Lease lease,
            LocalRooms rooms,
            Delivered delivered,
            LiveConnections live,
            Tails tails,
            Tracing tracing,
            WorkerExecutor workers) {
        this.calls = calls;
        this.lease = lease;
        this.rooms = rooms;
        this.delivered = delivered;
        this.live = live;
        this.tails = tails;
        this.tracing = tracing;
        this.workers = workers;
    }

    @Override
    public void accept(Router router) {
        router.routeWithRegex(NODE)
                .handler(routing -> calls.take(routing, 0, (method, body, reply) -> {
                    require("GET", method);
                    if (isThis(routing, reply)) {
                        reply.send(new JsonObject().put("node", lease.id()));
                    }
                }));
        router.routeWithRegex(NODE + PUSH)
                .handler(routing -> calls.take(routing, LONGEST_BATCH, (method, body, reply) -> {
                    require("POST", method);
                    if (isThis(routing, reply)) {
                        workers.<Void>executeBlocking(
                                        () -> {
                                            push(PushBatch.read(body.bytes().getBytes(), tracing), reply);
                                            return null;
                                        },
                                        false)
                                .onFailure(failure -> SignedCalls.refuse(reply, failure));
                    }
                }));
    }

    private static void require(String expected, String method) {
        if (!method.equals(expected)) {
            throw new WronglySigned("There is no " + method + " of a node");
        }
    }

    private boolean isThis(RoutingContext routing, Reply reply) {
        boolean own = routing.pathParam("node").equals(lease.id());
        if (!own) {
            reply.send(MISDIRECTED, new JsonObject().put("node", lease.id()));
        }
        return own;
    }

    private void push(List<Notification> notifications, Reply reply) {
        boolean counted = notifications.stream()
                .anyMatch(notification -> !notification.isNumbered() && tails.isFollowed(notification.roomId()));
        JsonObject answer = counted ? new JsonObject().put(COUNTED, true) : new JsonObject();
        AtomicInteger left = new AtomicInteger(notifications.size() + 1);
        Consumer<List<String>> handed = gone -> {
            if (left.decrementAndGet() == 0) {
                reply.send(answer);
            }
        };
        // An attempt that waited long may run beside the next one, of the same pushes.
        synchronized (order(notifications)) {
            hand(notifications, handed);
        }
        handed.accept(List.of());
    }

    private Object order(List<Notification> ofOneRoom) {
        int hash = ofOneRoom.isEmpty() ? 0 : ofOneRoom.get(0).roomId().hashCode();
        return orders[Math.floorMod(hash, orders.length)];
    }

    private void hand(List<Notification> notifications, Consumer<List<String>> handed) {
        for (Notification notification : notifications) {
            follow(notification);
            List<String> members = rooms.in(notification.roomId(), notification.aim());
            if (members.isEmpty() || notification.frame().isEmpty() || !delivered.isFirst(notification)) {
                notification.trace().end(TAKEN);
                handed.accept(List.of());
            } else {
                live.push(members, notification.frame(), gone -> {
                    notification.trace().here(notification.roomId(), members.size() - gone.size());
                    notification.trace().end(TAKEN);
                    handed.accept(gone);
                });
            }
        }
    }

    /** Gives it to the sockets that get numbers. */
    private void follow(Notification notification) {
        if (notification.frame().isEmpty()) {
            tails.announce(notification.roomId(), notification.number());
        } else if (notification.isNumbered()) {
            tails.take(notification.roomId(), Numbered.of(notification));
        }
    }
}
