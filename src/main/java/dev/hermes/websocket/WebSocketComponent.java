package dev.hermes.websocket;

import io.vertx.ext.web.Router;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.apache.camel.component.vertx.websocket.VertxWebsocketComponent;
import org.apache.camel.component.vertx.websocket.VertxWebsocketConfiguration;
import org.apache.camel.component.vertx.websocket.VertxWebsocketEndpoint;
import org.apache.camel.component.vertx.websocket.VertxWebsocketHost;
import org.apache.camel.component.vertx.websocket.VertxWebsocketHostConfiguration;
import org.apache.camel.component.vertx.websocket.VertxWebsocketHostKey;

/**
 * The {@code vertx-websocket} component with another server side, under the same name and with the same options.
 *
 * <p>The stock one cannot refuse a handshake, loses the order of events, and spends time on every peer for each frame
 * (docs/design.md, "The WebSocket edge").
 */
public final class WebSocketComponent extends VertxWebsocketComponent {

    private final GatewayOptions options;
    private final Consumer<Router> pages;
    private final LiveConnections live;
    private boolean listens = true;
    private ExecutorService afterwards;

    /**
     * @param host the address to listen on
     * @param live the door to the sockets that this component will hold
     * @param pages adds what else is served on the gateway's port
     */
    public WebSocketComponent(
            String host, int port, GatewayOptions options, LiveConnections live, Consumer<Router> pages) {
        setDefaultHost(host);
        setDefaultPort(port);
        this.options = options;
        this.live = live;
        this.pages = pages;
    }

    /**
     * Another component over the same sockets, for a Camel context of its own: that one's end stops neither this one nor
     * the gateway. It sends, and cannot listen on the gateway's address.
     */
    public WebSocketComponent sharing() {
        WebSocketComponent other =
                new WebSocketComponent(getDefaultHost(), getDefaultPort(), options, live, router -> {});
        other.listens = false;
        return other;
    }

    /** Whether a consumer may listen at the address. */
    boolean mayListen(URI address) {
        return listens || !serves(address);
    }

    GatewayOptions options() {
        return options;
    }

    Sockets sockets() {
        return live.sockets();
    }

    ExecutorService afterwards() {
        return afterwards;
    }

    /** Whether the address is the one that this node serves, and not that of somebody else's server. */
    boolean serves(URI address) {
        return address.getHost().equals(getDefaultHost()) && address.getPort() == getDefaultPort();
    }

    /** How many connections this node holds. */
    public int connections() {
        return sockets().ids().size();
    }

    /** Whether this node has the socket of a connection. */
    public boolean holds(String connectionId) {
        return sockets().ids().contains(connectionId);
    }

    /** What the route left of each open socket when it let it in. */
    public List<Object> identities() {
        return sockets().all().stream()
                .map(Socket::identity)
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    protected VertxWebsocketEndpoint createEndpointInstance(String uri, VertxWebsocketConfiguration configuration) {
        return new WebSocketEndpoint(uri, this, configuration);
    }

    @Override
    protected VertxWebsocketHost createVertxWebsocketHost(
            VertxWebsocketHostConfiguration hostConfiguration, VertxWebsocketHostKey hostKey) {
        return new WebSocketHost(getCamelContext(), hostConfiguration, hostKey, this, pages);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        afterwards = getCamelContext()
                .getExecutorServiceManager()
                .newFixedThreadPool(this, "after-push", options.eventThreads());
    }

    @Override
    protected void doStop() throws Exception {
        getCamelContext().getExecutorServiceManager().shutdown(afterwards);
        super.doStop();
    }
}
