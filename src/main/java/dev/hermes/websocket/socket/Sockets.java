package dev.hermes.websocket.socket;

import com.github.benmanes.caffeine.cache.Cache;
import dev.hermes.cache.Caches;
import dev.hermes.websocket.socket.Outbox.Delivery;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The sockets that this node holds, by connection id. Safe for use by many threads. */
public final class Sockets {

    private static final int WORTH_REMEMBERING = 8;

    private final Clock clock;
    private final Map<String, Socket> byId = new ConcurrentHashMap<>();
    private final Map<EventLoop, Outbox> outboxes = new ConcurrentHashMap<>();
    private final SocketMeters meters;
    private final AtomicInteger underWay = new AtomicInteger();
    /** By identity, for as long as somebody else holds the collection. */
    private final Cache<Collection<String>, Audience> audiences =
            Caches.builder().weakKeys().build();

    Sockets(Clock clock, MeterRegistry registry) {
        this.clock = clock;
        this.meters = new SocketMeters(registry);
        Gauge.builder("hermes.sockets", byId, Map::size)
                .description("Sockets of this node, with those whose handshake is under way")
                .register(registry);
    }

    /** What sockets remember of time: milliseconds since 1970. */
    public long now() {
        return clock.millis();
    }

    SocketMeters meters() {
        return meters;
    }

    /** A client asks for a socket: what is pushed to its id waits in the socket from now on. */
    public Socket ask(String id, Channel channel, Client client, SocketOptions options, SocketOwner owner) {
        Socket socket = new Socket(id, channel, client, options, meters, owner);
        underWay.incrementAndGet();
        byId.put(id, socket);
        return socket;
    }

    /** Nothing can be pushed to the socket any more. */
    void remove(Socket socket) {
        byId.remove(socket.id());
    }

    /** The route has handled the last event of a socket that was removed, its close. */
    void ended() {
        underWay.decrementAndGet();
    }

    /** How many sockets there are, with those whose last event is still being handled. */
    public int underWay() {
        return underWay.get();
    }

    /** The socket of a connection; null if this node holds none. */
    Socket find(String id) {
        return byId.get(id);
    }

    public Collection<Socket> all() {
        return byId.values();
    }

    public int count() {
        return byId.size();
    }

    /**
     * Pushes one text message to each connection of {@code ids}, and to no other. Costs the same for each, however many
     * sockets there are.
     *
     * @param ids not changed afterwards: what they stand for is remembered with the collection itself
     * @param done called once, when the message was handed to every socket, with the ids of which this node holds none;
     *     on an event loop, or at once if there are no others
     */
    public void push(Collection<String> ids, String message, Consumer<List<String>> done) {
        // One look-up of a room serves many notifications; so do the sockets found for it.
        Audience audience = ids.size() < WORTH_REMEMBERING ? find(ids) : audiences.get(ids, this::find);
        deliver(audience.byLoop(), message, () -> done.accept(audience.gone()));
    }

    /** Pushes one text message to all sockets that there are now; {@code done} is called once, as in {@link #push}. */
    public void pushToAll(String message, Runnable done) {
        deliver(all().stream().collect(Collectors.groupingBy(Socket::loop)), message, done);
    }

    /** On the event loop, for one task of many that have gathered: what waits to be pushed by the loop goes first. */
    public void pushWaiting(EventLoop loop) {
        Outbox outbox = outboxes.get(loop);
        if (outbox != null) {
            outbox.hurry();
        }
    }

    private Audience find(Collection<String> ids) {
        List<String> gone = new ArrayList<>();
        Map<EventLoop, List<Socket>> byLoop = new HashMap<>();
        for (String id : ids) {
            Socket socket = byId.get(id);
            if (socket == null) {
                gone.add(id);
            } else {
                byLoop.computeIfAbsent(socket.loop(), loop -> new ArrayList<>()).add(socket);
            }
        }
        return new Audience(byLoop, gone);
    }

    private void deliver(Map<EventLoop, List<Socket>> byLoop, String message, Runnable done) {
        if (byLoop.isEmpty()) {
            done.run();
            return;
        }
        ByteBuf frame = Frame.text(message);
        AtomicInteger loopsLeft = new AtomicInteger(byLoop.size());
        Runnable handed = () -> {
            if (loopsLeft.decrementAndGet() == 0) {
                done.run();
            }
        };
        byLoop.forEach((loop, sockets) -> {
            meters.handed(sockets.size());
            outboxes.computeIfAbsent(loop, Outbox::new).add(new Delivery(frame.retainedDuplicate(), sockets, handed));
        });
        frame.release();
    }

    /** The sockets of some connections, by the event loop that writes to them, and the ids that have none. */
    private record Audience(Map<EventLoop, List<Socket>> byLoop, List<String> gone) {}
}
