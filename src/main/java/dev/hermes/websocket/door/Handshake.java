package dev.hermes.websocket.door;

import com.github.benmanes.caffeine.cache.Interner;
import dev.hermes.history.Since;
import dev.hermes.log.RefusedClients;
import dev.hermes.websocket.socket.Client;
import dev.hermes.websocket.socket.ConnectionIds;
import dev.hermes.websocket.socket.Socket;
import dev.hermes.websocket.socket.SocketEvents;
import dev.hermes.websocket.socket.SocketOptions;
import dev.hermes.websocket.socket.SocketRoute;
import dev.hermes.websocket.socket.Sockets;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Takes the requests for WebSockets, and those of clients that ask what such a request would be answered with.
 *
 * <p>What can be decided at once is answered at once; all others wait for their turn at the {@link FrontDoor}, and then for
 * the {@link Gatekeeper}.
 */
public final class Handshake implements Handler<RoutingContext> {

    private final Gatekeeper gatekeeper;
    private final SocketRoute route;
    private final Sockets sockets;
    private final DoorOptions options;
    private final SocketOptions socketOptions;
    private final BooleanSupplier open;
    private final Limits limits;
    private final SourceAddress addresses;
    private final Answer answer;
    private final DoorMeters meters;
    private final RefusedClients log = new RefusedClients(System::nanoTime);
    private final ConnectionIds ids = new ConnectionIds();
    private final Interner<String> userAgents = Interner.newWeakInterner();
    private final Map<EventLoop, FrontDoor> doors = new ConcurrentHashMap<>();

    /** @param open whether clients may come in: asked when a handshake begins, and again before it is answered */
    public Handshake(
            Gatekeeper gatekeeper,
            SocketRoute route,
            Sockets sockets,
            DoorOptions options,
            SocketOptions socketOptions,
            BooleanSupplier open,
            MeterRegistry registry) {
        this.gatekeeper = gatekeeper;
        this.route = route;
        this.sockets = sockets;
        this.options = options;
        this.socketOptions = socketOptions;
        this.open = open;
        this.limits = new Limits(options, System::nanoTime);
        this.addresses = new SourceAddress(options.trustedProxies());
        this.answer = new Answer(options.allowedOrigins());
        this.meters = new DoorMeters(
                registry,
                () -> doors.values().stream().mapToInt(FrontDoor::waiting).sum());
    }

    /** A client has connected, and said nothing yet. */
    public void arrived(HttpConnection connection) {
        Channel channel = ((ConnectionBase) connection).channel();
        // Thousands may have connected at once, and each is a task of its own.
        sockets.pushWaiting(channel.eventLoop());
        HttpLine.addTo(channel, options.handshakeTime(), meters::cutOff);
        door(channel).arrived(channel);
    }

    /** Refuses what would be a handshake if its path were another. */
    public void refuseOtherStage(RoutingContext routing, String path) {
        HttpServerRequest request = routing.request();
        if (routing.normalizedPath().replaceFirst("/$", "").equals(path)) {
            routing.next();
        } else if (HandshakeRequest.asksForWebSocket(request)) {
            refuse(request, address(request), Refusal.OTHER_STAGE);
        } else if (HandshakeRequest.asksWhy(request)) {
            explain(request, Refusal.OTHER_STAGE);
        } else {
            routing.next();
        }
    }

    @Override
    public void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        HandshakeRequest handshake = new HandshakeRequest(request);
        String address = address(request);
        try {
            if (HandshakeRequest.asksForWebSocket(request)) {
                upgrade(request, handshake, address);
            } else if (HandshakeRequest.asksWhy(request)) {
                check(request, handshake, address);
            } else if (HandshakeRequest.isPreflight(request)) {
                answer.preflight(request);
            } else {
                answer.refuse(request, Refusal.NO_UPGRADE);
            }
        } catch (IllegalArgumentException undecodable) {
            refuse(request, address, Refusal.MALFORMED);
        }
    }

    private void upgrade(HttpServerRequest request, HandshakeRequest handshake, String address) {
        Optional<String> token = handshake.token();
        Optional<Refusal> refusal = Optional.<Refusal>empty()
                .or(() -> refusal(handshake, address))
                .or(() -> handshake.hasKnownVersion() ? Optional.empty() : Optional.of(Refusal.NO_UPGRADE))
                .or(() -> handshake.isWellFormed() ? Optional.empty() : Optional.of(Refusal.MALFORMED))
                .or(() -> limits.enter(address));
        if (refusal.isPresent()) {
            refuse(request, address, refusal.get());
            return;
        }
        handshake.chooseSubprotocol();
        handshake.chooseUpgrade();
        Entrance entrance = entrance(request);
        Upgrade upgrade = new Upgrade(
                request,
                token,
                entrance,
                address,
                handshake.since().flatMap(Since::parse),
                socketOptions.closesAtExpiry());
        Client client = new Client(address, userAgents.intern(handshake.userAgent()), sockets.now());
        Socket socket = sockets.ask(ids.next(), entrance.channel(), client, socketOptions, upgrade);
        upgrade.on(socket, new SocketEvents(socket, sockets, route));
        await(request, upgrade, entrance);
    }

    private void check(HttpServerRequest request, HandshakeRequest handshake, String address) {
        Optional<String> token = handshake.token();
        refusal(handshake, address)
                .or(() -> limits.look(address))
                .ifPresentOrElse(refusal -> explain(request, refusal), () -> {
                    Entrance entrance = entrance(request);
                    await(request, new Check(request, token, entrance), entrance);
                });
    }

    private static void await(HttpServerRequest request, Handshaking handshaking, Entrance entrance) {
        // Without this the end of the request is lost, which the upgrade waits for.
        request.pause();
        entrance.line().asked(handshaking);
        entrance.door().ask(entrance.channel(), handshaking);
    }

    private Optional<Refusal> refusal(HandshakeRequest handshake, String address) {
        Optional<Refusal> tooFast = limits.handshake(address);
        if (!open.getAsBoolean()) {
            return Optional.of(Refusal.STOPPING);
        }
        // Only browsers send an origin, and only they can be made to connect by a page of somebody else.
        if (handshake.since().filter(since -> Since.parse(since).isEmpty()).isPresent()) {
            return Optional.of(Refusal.MALFORMED);
        }
        boolean foreign =
                handshake.origin().filter(origin -> !answer.allows(origin)).isPresent();
        return foreign ? Optional.of(Refusal.FOREIGN_ORIGIN) : tooFast;
    }

    private void refuse(HttpServerRequest request, String address, Refusal refusal) {
        meters.refused(refusal);
        log.refused(address, refusal.status().code(), refusal.reason(), null);
        answer.refuse(request, refusal);
    }

    private void explain(HttpServerRequest request, Refusal refusal) {
        meters.refused(refusal);
        answer.explain(request, refusal);
    }

    private Entrance entrance(HttpServerRequest request) {
        Channel channel = ((ConnectionBase) request.connection()).channel();
        return new Entrance(channel, door(channel), gatekeeper, limits, answer, meters, log, open);
    }

    private FrontDoor door(Channel channel) {
        return doors.computeIfAbsent(
                channel.eventLoop(), loop -> new FrontDoor(options.handshakesPerSecond(), System::nanoTime));
    }

    private String address(HttpServerRequest request) {
        Channel channel = ((ConnectionBase) request.connection()).channel();
        InetSocketAddress peer = (InetSocketAddress) channel.remoteAddress();
        return addresses.of(peer.getAddress(), new HandshakeRequest(request).forwardedFor());
    }
}
