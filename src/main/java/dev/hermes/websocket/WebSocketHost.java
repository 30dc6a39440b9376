package dev.hermes.websocket;

import dev.hermes.http.Acceptor;
import dev.hermes.http.FailedRequest;
import dev.hermes.websocket.door.Handshake;
import dev.hermes.websocket.socket.Heartbeat;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Verticle;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.component.vertx.common.VertxHelper;
import org.apache.camel.component.vertx.websocket.VertxWebsocketConsumer;
import org.apache.camel.component.vertx.websocket.VertxWebsocketHost;
import org.apache.camel.component.vertx.websocket.VertxWebsocketHostConfiguration;
import org.apache.camel.component.vertx.websocket.VertxWebsocketHostKey;
import org.apache.camel.component.vertx.websocket.VertxWebsocketPeer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server behind one address: one listener for each event loop, all on one port, over one set of sockets. */
final class WebSocketHost extends VertxWebsocketHost {

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketHost.class);

    /** For the request line, which holds the token. */
    private static final int LONGEST_REQUEST_LINE = 16 * 1024;

    private static final int FIRST = -1;
    private static final int READ_ON_BYTES = 1024 * 1024;
    /** Of silence, before a connection has become a WebSocket: other nodes keep theirs open between two requests. */
    private static final int IDLE_SECONDS = 60;

    private static final int ACCEPT_BACKLOG = 4096;

    private final CamelContext context;
    private final VertxWebsocketHostConfiguration configuration;
    private final VertxWebsocketHostKey address;
    private final WebSocketComponent component;
    private final Vertx vertx;
    private final Router router;
    private final Heartbeat heartbeat;
    private final Acceptor acceptor = new Acceptor();
    private Handshake handshake;
    private String deployment;

    WebSocketHost(
            CamelContext context,
            VertxWebsocketHostConfiguration configuration,
            VertxWebsocketHostKey address,
            WebSocketComponent component,
            Consumer<Router> pages) {
        super(context, configuration, address);
        this.context = context;
        this.configuration = configuration;
        this.address = address;
        this.component = component;
        this.vertx = configuration.getVertx();
        // Its own, not one found in the registry: a second router there would leave the handshake unguarded.
        this.router = Router.router(vertx);
        this.heartbeat =
                new Heartbeat(component.sockets(), component.options().socket().pingInterval());
        FailedRequest.handleIn(router);
        pages.accept(router);
    }

    @Override
    public void connect(VertxWebsocketConsumer consumer) {
        String path =
                consumer.getEndpoint().getConfiguration().getWebsocketURI().getPath();
        WebSocketConsumer route = (WebSocketConsumer) consumer;
        GatewayOptions options = component.options();
        handshake = new Handshake(
                route,
                route,
                component.sockets(),
                options.door(),
                options.socket(),
                component::isOpen,
                component.meters());
        router.route().order(FIRST).handler(routing -> handshake.refuseOtherStage(routing, path));
        router.route(path).handler(handshake);
    }

    @Override
    public void disconnect(String path) {
        try {
            stop();
        } catch (ExecutionException e) {
            LOG.warn("The gateway did not stop cleanly: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void start() throws Exception {
        HttpServerOptions options = options();
        int loops = component.options().eventLoops();
        deployment = vertx.deployVerticle(() -> listener(options), new DeploymentOptions().setInstances(loops))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        heartbeat.start(vertx);
        LOG.info("Gateway on {}:{}, {} event loops", address.getHost(), address.getPort(), loops);
    }

    /** Closes what sockets are left, waits until their ends have been handled, then closes the port. */
    @Override
    public void stop() throws ExecutionException, InterruptedException {
        if (deployment == null) {
            return;
        }
        heartbeat.stop(vertx);
        component.closeAll();
        acceptor.close();
        vertx.undeploy(deployment).toCompletionStage().toCompletableFuture().get();
        deployment = null;
    }

    @Override
    public List<VertxWebsocketPeer> getConnectedPeers() {
        return List.of();
    }

    @Override
    public int getPort() {
        return address.getPort();
    }

    private Verticle listener(HttpServerOptions options) {
        return new AbstractVerticle() {
            @Override
            public void start(Promise<Void> started) {
                vertx.createHttpServer(options)
                        .connectionHandler(acceptor.before(handshake::arrived, options))
                        .requestHandler(router)
                        .listen(address.getPort(), address.getHost())
                        .<Void>mapEmpty()
                        .onComplete(started);
            }
        };
    }

    private HttpServerOptions options() {
        HttpServerOptions options = configuration.getServerOptions() == null
                ? new HttpServerOptions()
                : new HttpServerOptions(configuration.getServerOptions());
        if (configuration.getSslContextParameters() != null) {
            try {
                VertxHelper.setupSSLOptions(context, configuration.getSslContextParameters(), options);
            } catch (Exception e) {
                throw new IllegalStateException("The gateway's TLS cannot be set up: " + e.getMessage(), e);
            }
        }
        return options.setMaxInitialLineLength(LONGEST_REQUEST_LINE)
                .setAcceptBacklog(ACCEPT_BACKLOG)
                .setIdleTimeout(IDLE_SECONDS)
                // A little more than a message may have: what is read to its end can be answered with 1009, while a
                // connection that is cut in the middle may lose the answer.
                .setMaxWebSocketFrameSize(component.options().socket().maxMessageBytes() + READ_ON_BYTES)
                .setMaxWebSocketMessageSize(component.options().socket().maxMessageBytes() + READ_ON_BYTES)
                // Deflating costs a context for each client, and frames could no longer be shared.
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setWebSocketSubProtocols(List.of("*"))
                .setHttp2ClearTextEnabled(false)
                .setTcpKeepAlive(true);
    }
}
