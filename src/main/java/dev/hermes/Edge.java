package dev.hermes;

import dev.hermes.access.TokenMint;
import dev.hermes.apigateway.GatewayEvents;
import dev.hermes.client.ClientScripts;
import dev.hermes.console.ConsoleApi;
import dev.hermes.console.ConsolePage;
import dev.hermes.console.Overview;
import dev.hermes.console.OwnCalls;
import dev.hermes.demo.DemoPage;
import dev.hermes.http.OwnOrigin;
import dev.hermes.management.SignedCalls;
import dev.hermes.management.SlowCalls;
import dev.hermes.settings.Origin;
import dev.hermes.websocket.GatewayOptions;
import dev.hermes.websocket.WebSocketComponent;
import dev.hermes.websocket.door.DoorOptions;
import dev.hermes.websocket.socket.LiveConnections;
import dev.hermes.websocket.socket.SocketOptions;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What is served on the gateway's port, as the settings want it. */
final class Edge {

    private static final Duration CLOSE_GRACE = Duration.ofSeconds(5);
    private static final Duration DEMO_TOKEN_TTL = Duration.ofHours(1);
    private static final Duration CONSOLE_TOKEN_TTL = Duration.ofMinutes(10);
    private static final String CONSOLE = "hermes.gateway.console";
    /** As whom the console watches a room. */
    private static final String CONSOLE_USER = "hermes-console";

    private final Settings settings;
    private final int cores;
    private final GatewayEvents events;

    Edge(Settings settings, int cores) {
        this.settings = settings;
        this.cores = cores;
        this.events = new GatewayEvents(
                settings.get("hermes.gateway.stage"),
                settings.get("hermes.apigateway.endpoint"),
                settings.get("hermes.apigateway.events-secret"));
    }

    /** The event loops of everything that does not block. Nothing is served from files, so there is no cache for them. */
    static Vertx vertx(int eventLoops) {
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(eventLoops)
                .setPreferNativeTransport(true)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    }

    GatewayEvents events() {
        return events;
    }

    /**
     * The WebSockets, and beside them what else is served on the gateway's port.
     *
     * @param openForClients whether this node may take clients
     */
    WebSocketComponent sockets(
            LiveConnections live,
            Consumer<Router> pages,
            TokenMint mint,
            BooleanSupplier openForClients,
            MeterRegistry meters) {
        Consumer<Router> all = events.andThen(pages).andThen(new ClientScripts());
        if (Boolean.parseBoolean(settings.get("hermes.gateway.demo"))) {
            all = all.andThen(new DemoPage(
                    settings.get("hermes.gateway.stage"),
                    settings.get("hermes.gateway.host"),
                    settings.get("hermes.aws.sqs-endpoint"),
                    settings.get("hermes.notifications.queue"),
                    (user, room) -> mint.mint(user, room, DEMO_TOKEN_TTL)));
        }
        return new WebSocketComponent(
                settings.get("hermes.gateway.host"),
                settings.number("hermes.gateway.port"),
                options(),
                live,
                all,
                openForClients,
                meters);
    }

    /** Checks who calls {@code @connections} and what is beside it. */
    SignedCalls signedCalls() {
        return new SignedCalls(
                settings.get("hermes.gateway.stage"),
                settings.get("hermes.connections-api.access-key-id"),
                settings.get("hermes.connections-api.secret-access-key"),
                isConsoleOpen() ? new OwnCalls(settings.get("hermes.gateway.host")) : request -> false,
                Clock.systemUTC());
    }

    /** The console, where the settings want it. */
    Consumer<Router> console(SignedCalls calls, SlowCalls slow, Overview overview, TokenMint mint) {
        if (settings.get(CONSOLE).equalsIgnoreCase("off")) {
            return router -> {};
        }
        Consumer<Router> page = new ConsolePage(settings.get("hermes.gateway.stage"), !isConsoleOpen());
        return page.andThen(
                new ConsoleApi(calls, slow, overview, room -> mint.mint(CONSOLE_USER, room, CONSOLE_TOKEN_TTL)));
    }

    /** Whether a browser of this machine, and nobody else, may use the console without the key pair. */
    private boolean isConsoleOpen() {
        return settings.get(CONSOLE).equalsIgnoreCase("local")
                && OwnOrigin.isLoopback(settings.get("hermes.gateway.host"));
    }

    private GatewayOptions options() {
        return new GatewayOptions(
                door(),
                socket(),
                cores,
                settings.number("hermes.websocket.handshake-threads"),
                settings.number("hermes.websocket.event-threads"),
                Duration.ofSeconds(settings.number("hermes.gateway.drain-delay-seconds")),
                Duration.ofSeconds(settings.number("hermes.gateway.drain-seconds")));
    }

    private DoorOptions door() {
        return new DoorOptions(
                origins(),
                settings.list("hermes.gateway.trusted-proxies"),
                Duration.ofSeconds(settings.number("hermes.gateway.handshake-seconds")),
                settings.number("hermes.websocket.handshakes-per-second"),
                settings.number("hermes.gateway.max-sockets"),
                settings.number("hermes.gateway.max-sockets-per-user"),
                settings.number("hermes.gateway.max-sockets-per-address"),
                settings.number("hermes.gateway.handshakes-per-address-per-second"));
    }

    private Set<String> origins() {
        return settings.list("hermes.gateway.allowed-origins").stream()
                .map(origin -> Origin.parse(origin).orElseThrow().text())
                .collect(Collectors.toUnmodifiableSet());
    }

    private SocketOptions socket() {
        return new SocketOptions(
                settings.number("hermes.websocket.max-message-bytes"),
                settings.number("hermes.websocket.max-queue-bytes"),
                Duration.ofSeconds(settings.number("hermes.websocket.ping-seconds")),
                CLOSE_GRACE,
                settings.number("hermes.websocket.max-messages-per-second"),
                Boolean.parseBoolean(settings.get("hermes.access.close-at-expiry")));
    }
}
