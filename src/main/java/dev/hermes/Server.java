package dev.hermes;

import dev.hermes.access.JwtSecret;
import dev.hermes.rules.LiveRules;
import dev.hermes.rules.RulesHealth;
import dev.hermes.websocket.WebSocketComponent;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import software.amazon.awssdk.services.sqs.SqsClient;

/** One running Hermes: the routes of the edge and those of the user, on a Camel context of their own. */
public final class Server implements AutoCloseable {

    /** By name: to look for a pattern, the whole jar would be read, which takes longer than the rest of the start. */
    private static final String EDGE = "classpath:edge/websocket.camel.yaml";

    private static final String OWN_ROUTES = Stream.of(
                    "notifications",
                    "messages",
                    "fan-out",
                    "room-holders",
                    "room-connections",
                    "push",
                    "api-gateway",
                    "api-gateway-events",
                    "connections",
                    "forget",
                    "errors",
                    "gateway-errors",
                    "table-errors")
            .map(name -> "classpath:routes/" + name + ".camel.yaml")
            .collect(Collectors.joining(","));

    private final Main main = new Main();
    private final Vertx vertx;
    private final Tables tables;
    private final MeterRegistry meters;
    private final Preflight preflight;
    private final LiveRules live;

    private Server(Settings given) {
        SqsClient sqs = AwsClients.of(given).sqs();
        // Beside the rest, which takes as long.
        CompletableFuture<Settings> queues = CompletableFuture.supplyAsync(() -> Preflight.queues(given, sqs));
        Wiring wiring = new Wiring(given, sqs, queues);
        vertx = wiring.vertx();
        tables = wiring.tables();
        meters = wiring.meters();
        // Before all else: Camel makes a registry of its own where it finds none of this name.
        main.bind("metricsRegistry", meters);
        preflight = Preflight.begin(given, wiring.dynamoDb());
        Settings settings = queues.join();
        // Whoever starts Hermes ends it: the command line has a hook of its own.
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.setDefaultPropertyPlaceholderLocation("false");
        main.setInitialProperties(settings.properties());
        main.configure().addConfiguration(wiring);
        main.configure().addConfiguration(wiring.delivery());
        Path routes = settings.routes();
        boolean edited = Files.isDirectory(routes);
        main.configure()
                .withRoutesIncludePattern(EDGE + "," + (edited ? "file:" + routes + "/*.camel.yaml" : OWN_ROUTES));
        live = edited && Boolean.parseBoolean(settings.get("hermes.routes.reload")) ? new LiveRules(routes) : null;
    }

    /**
     * Starts and returns when clients can connect.
     *
     * @throws StartFailure if it cannot, with a sentence that says what to do about it; nothing is left running
     */
    public static Server start(Settings settings) {
        try {
            JwtSecret.key(settings.get("hermes.access.jwt-secret"));
            Preflight.ports(settings);
            Server server = new Server(settings);
            server.start();
            return server;
        } catch (Exception e) {
            throw StartFailure.from(e, settings);
        }
    }

    private void start() throws Exception {
        try {
            main.start();
            preflight.finish();
            if (live != null) {
                watchRules();
            }
            measure("hermes.connections", "Connections that this node holds", sockets()::connections);
        } catch (Exception e) {
            stop();
            throw e;
        }
    }

    private void watchRules() throws Exception {
        context().addService(live);
        HealthCheckRegistry.get(context()).register(new RulesHealth(live));
        measure("hermes.rules.broken", "Route files whose last edit does not run", () -> live.broken()
                .size());
    }

    private void measure(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(meters);
    }

    private WebSocketComponent sockets() {
        return context().getComponent("vertx-websocket", WebSocketComponent.class);
    }

    private CamelContext context() {
        return main.getCamelContext();
    }

    /** Takes in nothing more, tells every client to go, forgets their connections, and finishes what is under way. */
    @Override
    public void close() {
        sockets().drain();
        stop();
    }

    private void stop() {
        main.stop();
        tables.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
