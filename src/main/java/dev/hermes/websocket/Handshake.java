package dev.hermes.websocket;

import static org.apache.camel.component.vertx.websocket.VertxWebsocketEvent.OPEN;

import com.github.benmanes.caffeine.cache.Interner;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;

/**
 * Answers a client that asks for a WebSocket.
 *
 * <p>The route decides, on an OPEN event, before the handshake is answered: it refuses by setting {@code
 * CamelHttpResponseCode}, or by failing, which the client sees as 503. The token goes to the route as
 * {@code Authorization: Bearer}, wherever it came; nothing else of the query does.
 */
final class Handshake implements Handler<RoutingContext> {

    /** The name that Vert.x gives it. */
    private static final String IDLE_HANDLER = "idle";

    private final WebSocketConsumer consumer;
    private final Sockets sockets;
    private final GatewayOptions options;
    private final BooleanSupplier closing;
    private final ConnectionIds ids = new ConnectionIds();
    private final Interner<String> userAgents = Interner.newWeakInterner();
    private final Map<EventLoop, FrontDoor> doors = new ConcurrentHashMap<>();

    Handshake(WebSocketConsumer consumer, Sockets sockets, GatewayOptions options, BooleanSupplier closing) {
        this.consumer = consumer;
        this.sockets = sockets;
        this.options = options;
        this.closing = closing;
    }

    @Override
    public void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        HandshakeRequest handshake = new HandshakeRequest(request);
        HttpResponseStatus refusal = refusal(request, handshake);
        if (refusal != null) {
            refuse(request, refusal);
            return;
        }
        try {
            Optional<String> token = handshake.token();
            handshake.chooseSubprotocol();
            handshake.chooseUpgrade();
            ask(request, token);
        } catch (IllegalArgumentException undecodable) {
            refuse(request, HttpResponseStatus.BAD_REQUEST);
        }
    }

    /** A client has connected, and said nothing yet. */
    void arrived(HttpConnection connection) {
        Channel channel = ((ConnectionBase) connection).channel();
        // Thousands may have connected at once, and each is a task of its own.
        sockets.pushWaiting(channel.eventLoop());
        door(channel).arrived(channel);
    }

    private FrontDoor door(Channel channel) {
        return doors.computeIfAbsent(
                channel.eventLoop(), loop -> new FrontDoor(options.handshakesPerSecond(), System::nanoTime));
    }

    private HttpResponseStatus refusal(HttpServerRequest request, HandshakeRequest handshake) {
        if (closing.getAsBoolean()) {
            return HttpResponseStatus.SERVICE_UNAVAILABLE;
        }
        if (!HandshakeRequest.asksForWebSocket(request) || !handshake.hasKnownVersion()) {
            return HttpResponseStatus.UPGRADE_REQUIRED;
        }
        if (!handshake.hasKey()) {
            return HttpResponseStatus.BAD_REQUEST;
        }
        // Only browsers send an origin, and only they can be made to connect by a page of somebody else.
        boolean foreign = !options.allowedOrigins().isEmpty()
                && handshake
                        .origin()
                        .filter(origin -> !options.allowedOrigins().contains(origin))
                        .isPresent();
        return foreign ? HttpResponseStatus.FORBIDDEN : null;
    }

    private void ask(HttpServerRequest request, Optional<String> token) {
        // Without this the end of the request is lost, which the upgrade waits for.
        request.pause();
        Channel channel = channel(request);
        door(channel).asked(channel);
        Socket socket = new Socket(
                ids.next(), channel, options, userAgents.intern(HandshakeRequest.userAgent(request)), sockets.now());
        SocketEvents events = new SocketEvents(socket, sockets, consumer);
        sockets.add(socket);
        // However the connection ends, and whatever came of the handshake.
        channel.closeFuture().addListener(any -> events.connectionEnded());
        Exchange open = consumer.event(OPEN, socket, null);
        token.ifPresent(jwt -> open.getMessage().setHeader("Authorization", "Bearer " + jwt));
        consumer.fire(open, () -> {
            HttpResponseStatus refusal = refusal(open);
            socket.identity(consumer.identity(open));
            socket.loop().execute(() -> answer(request, refusal, events));
        });
    }

    private static HttpResponseStatus refusal(Exchange open) {
        if (open.getException() != null) {
            return HttpResponseStatus.SERVICE_UNAVAILABLE;
        }
        int code = open.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 101, int.class);
        return code >= 400 ? HttpResponseStatus.valueOf(code) : null;
    }

    private static Channel channel(HttpServerRequest request) {
        return ((ConnectionBase) request.connection()).channel();
    }

    private void answer(HttpServerRequest request, HttpResponseStatus refusal, SocketEvents events) {
        door(channel(request)).answered(channel(request));
        if (refusal != null) {
            events.refused();
            refuse(request, refusal);
        } else if (closing.getAsBoolean()) {
            events.closed();
            refuse(request, HttpResponseStatus.SERVICE_UNAVAILABLE);
        } else if (!events.clientIsThere()) {
            events.closed();
        } else {
            events.letIn();
            dropWhatIsNotNeeded(request);
            request.toWebSocket()
                    .onSuccess(webSocket -> opened(webSocket, events))
                    .onFailure(failure -> events.closed());
        }
    }

    private static void opened(ServerWebSocket webSocket, SocketEvents events) {
        // Nobody asks for them any more, and they would stay as long as the socket.
        webSocket.headers().clear();
        events.opened(webSocket);
    }

    /** From now on the heartbeat tells who is there, and nobody asks for anything over HTTP. */
    private static void dropWhatIsNotNeeded(HttpServerRequest request) {
        ChannelPipeline pipeline = channel(request).pipeline();
        if (pipeline.get(IDLE_HANDLER) != null) {
            pipeline.remove(IDLE_HANDLER);
        }
    }

    static void refuse(HttpServerRequest request, HttpResponseStatus status) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return;
        }
        response.setStatusCode(status.code());
        if (status.equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
            response.putHeader(HttpHeaders.UPGRADE, "websocket")
                    .putHeader(HttpHeaders.CONNECTION, "Upgrade")
                    .putHeader("Sec-WebSocket-Version", "13");
        }
        if (status.equals(HttpResponseStatus.SERVICE_UNAVAILABLE)) {
            response.putHeader("Retry-After", "2");
        }
        response.end();
        request.resume();
    }
}
