package dev.hermes;

import dev.hermes.access.TokenMint;
import dev.hermes.apigateway.GatewayEvents;
import dev.hermes.demo.DemoPage;
import dev.hermes.management.SignedCalls;
import dev.hermes.websocket.GatewayOptions;
import dev.hermes.websocket.LiveConnections;
import dev.hermes.websocket.WebSocketComponent;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What is served on the gateway's port, as the settings want it. */
final class Edge {

    private static final Duration CLOSE_GRACE = Duration.ofSeconds(5);
    private static final Duration DEMO_TOKEN_TTL = Duration.ofHours(1);

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

    /** The WebSockets, and beside them what else is served on the gateway's port. */
    WebSocketComponent sockets(LiveConnections live, Consumer<Router> pages, TokenMint mint) {
        Consumer<Router> all = events.andThen(pages);
        if (Boolean.parseBoolean(settings.get("hermes.gateway.demo"))) {
            all = all.andThen(new DemoPage(
                    settings.get("hermes.gateway.stage"),
                    settings.get("hermes.gateway.host"),
                    (user, room) -> mint.mint(user, room, DEMO_TOKEN_TTL)));
        }
        return new WebSocketComponent(
                settings.get("hermes.gateway.host"), settings.number("hermes.gateway.port"), options(), live, all);
    }

    /** Checks who calls {@code @connections} and what is beside it. */
    SignedCalls signedCalls() {
        return new SignedCalls(
                settings.get("hermes.gateway.stage"),
                settings.get("hermes.connections-api.access-key-id"),
                settings.get("hermes.connections-api.secret-access-key"),
                Clock.systemUTC());
    }

    private GatewayOptions options() {
        return new GatewayOptions(
                allowedOrigins(),
                settings.number("hermes.websocket.max-message-bytes"),
                settings.number("hermes.websocket.max-queue-bytes"),
                Duration.ofSeconds(settings.number("hermes.websocket.ping-seconds")),
                CLOSE_GRACE,
                cores,
                settings.number("hermes.websocket.handshakes-per-second"),
                settings.number("hermes.websocket.handshake-threads"),
                settings.number("hermes.websocket.event-threads"));
    }

    private Set<String> allowedOrigins() {
        return Arrays.stream(settings.get("hermes.gateway.allowed-origins").split(","))
                .map(String::trim)
                .filter(origin -> !origin.isEmpty())
                .collect(Collectors.toSet());
    }
}
