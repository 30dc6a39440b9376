package dev.hermes.websocket;

import dev.hermes.pool.Pool;
import dev.hermes.settings.OwnAddress;
import dev.hermes.websocket.socket.Drain;
import dev.hermes.websocket.socket.LiveConnections;
import dev.hermes.websocket.socket.Sockets;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
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

    /** More than there are exchanges under way: what waits here was admitted before. */
    private static final int PUSHES_WAITING = 16_384;

    private final GatewayOptions options;
    private final Consumer<Router> pages;
    private final LiveConnections live;
    private final BooleanSupplier openForClients;
    private final MeterRegistry meters;
    private final AtomicBoolean draining = new AtomicBoolean();
    private WebSocketComponent owner;
    private Pool afterwards;

    /**
     * @param host the address to listen on
     * @param live gives access to the sockets that this component will hold
     * @param pages adds what else is served on the gateway's port
     * @param openForClients whether this node may take clients: asked when a handshake begins, and again after the route,
     *     before the handshake is answered; if not, it is refused with 503
     */
    public WebSocketComponent(
            String host,
            int port,
            GatewayOptions options,
            LiveConnections live,
            Consumer<Router> pages,
            BooleanSupplier openForClients,
            MeterRegistry meters) {
        setDefaultHost(host);
        setDefaultPort(port);
        this.options = options;
        this.live = live;
        this.pages = pages;
        this.openForClients = openForClients;
        this.meters = meters;
    }

    /**
     * Another component over the same sockets, for a Camel context of its own: that one's end stops neither this one nor
     * the gateway. It sends, and does not listen.
     */
    public WebSocketComponent sharing() {
        WebSocketComponent other = new WebSocketComponent(
                getDefaultHost(), getDefaultPort(), options, live, router -> {}, openForClients, meters);
        other.owner = this;
        return other;
    }

    /** Whether consumers may listen: the end of one of another context would close every socket that is shared. */
    boolean listens() {
        return owner == null;
    }

    GatewayOptions options() {
        return options;
    }

    MeterRegistry meters() {
        return meters;
    }

    Sockets sockets() {
        return live.sockets();
    }

    Pool afterwards() {
        return owner == null ? afterwards : owner.afterwards();
    }

    boolean isOpen() {
        return !draining.get() && openForClients.getAsBoolean();
    }

    /**
     * Refuses all handshakes from now on, lets the clients be for the drain delay, then closes their sockets over the drain
     * time. Returns when no socket is left and their rows are deleted, or when that takes too long. The port stays open, so
     * that pushes of other nodes are served, until the component stops. A second call returns at once.
     */
    public void drain() {
        if (draining.compareAndSet(false, true)) {
            drain(options.drainDelay(), options.drainTime());
        }
    }

    /** As {@link #drain}, at once. What a drain before has waited for in vain is not waited for again. */
    void closeAll() {
        boolean drained = draining.getAndSet(true);
        if (!drained || sockets().count() > 0) {
            drain(Duration.ZERO, Duration.ZERO);
        }
    }

    private void drain(Duration delay, Duration time) {
        try {
            new Drain(sockets(), delay, time).run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the address is the one that this node serves, and not that of somebody else's server. */
    boolean serves(URI address) {
        return OwnAddress.inUrl(getDefaultHost()).equals(address.getHost()) && address.getPort() == getDefaultPort();
    }

    /** How many connections this node holds. */
    public int connections() {
        return sockets().count();
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
        draining.set(false);
        if (owner == null) {
            afterwards = new Pool("after-push", options.eventThreads(), PUSHES_WAITING, meters);
        }
    }

    @Override
    protected void doStop() throws Exception {
        if (owner == null) {
            afterwards.close();
        }
        super.doStop();
    }
}
