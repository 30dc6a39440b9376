package dev.hermes;

import dev.hermes.dependency.DependencyHealth;
import dev.hermes.rules.LiveRules;
import dev.hermes.rules.RulesHealth;
import dev.hermes.websocket.WebSocketComponent;
import io.micrometer.core.instrument.Gauge;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running Hermes: the routes of the edge and those of the user, on a Camel context of their own. */
public final class Server implements AutoCloseable {

    static final int CORES = Runtime.getRuntime().availableProcessors();

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    /** By name: to look for a pattern, the whole jar would be read, which takes longer than the rest of the start. */
    private static final String EDGE = "classpath:edge/websocket.camel.yaml";

    private static final String GATEWAY_ROUTE = "websocket";
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

    /** What is under way when Hermes is told to end has so long to be done. */
    private static final Duration TO_FINISH = Duration.ofSeconds(5);

    /** Of the context, while a dependency is unavailable. */
    private static final Duration TO_STOP = Duration.ofSeconds(2);

    private static final Duration SHORTLY = Duration.ofSeconds(1);

    private final Main main = new Main();
    private final Foundation foundation;
    private final Rooms rooms;
    private final WebSocketComponent sockets;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final LiveRules live;

    private Server(Settings settings) {
        foundation = new Foundation(settings, CORES);
        // Whoever starts Hermes ends it: the command line has a hook of its own.
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.setDefaultPropertyPlaceholderLocation("false");
        main.setInitialProperties(settings.properties());
        // Before all else: Camel makes a registry of its own where it finds none of this name.
        main.bind("metricsRegistry", foundation.meters());
        main.configure().addConfiguration(foundation);
        Wiring wiring = new Wiring(settings, foundation);
        rooms = wiring.rooms();
        sockets = wiring.sockets();
        main.configure().addConfiguration(wiring);
        main.configure().addConfiguration(wiring.delivery());
        Path routes = settings.routes();
        boolean edited = Files.isDirectory(routes);
        main.configure()
                .withRoutesIncludePattern(EDGE + "," + (edited ? "file:" + routes + "/*.camel.yaml" : OWN_ROUTES));
        live = edited && Boolean.parseBoolean(settings.get("hermes.routes.reload")) ? new LiveRules(routes) : null;
    }

    /**
     * Starts, and returns when clients can connect, or would if SQS and DynamoDB served this node: it waits for them, and
     * says so.
     *
     * @throws StartFailure if it cannot, with a sentence that says what to do about it; nothing is left running
     */
    public static Server start(Settings settings) {
        try {
            Preflight.check(settings);
            Server server = new Server(settings);
            server.start();
            return server;
        } catch (Exception e) {
            throw StartFailure.from(e, settings);
        }
    }

    private void start() throws Exception {
        try {
            // Beside the rest, which takes as long.
            CompletableFuture<Void> asked = CompletableFuture.runAsync(foundation.dependencies()::open);
            main.start();
            registerHealth();
            if (live != null) {
                watchRules();
            }
            measure("hermes.connections", "Connections that this node holds", sockets::connections);
            asked.join();
            rooms.awaitLease(foundation.dependencies().areUp() ? TO_STOP : Duration.ZERO);
            foundation.readiness().started();
        } catch (Exception e) {
            stop();
            throw e;
        }
    }

    private void registerHealth() {
        HealthCheckRegistry health = HealthCheckRegistry.get(context());
        health.register(foundation.readiness());
        foundation.dependencies().all().forEach(dependency -> health.register(new DependencyHealth(dependency)));
    }

    private void watchRules() throws Exception {
        context().addService(live);
        HealthCheckRegistry.get(context()).register(new RulesHealth(live));
        measure("hermes.rules.broken", "Route files whose last edit does not run", () -> live.broken()
                .size());
    }

    private void measure(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(foundation.meters());
    }

    private CamelContext context() {
        return main.getCamelContext();
    }

    /**
     * Receives nothing more and is not ready from now on, tells every client to go, finishes what is under way and gives
     * the rest back to the queue. Health and metrics are served until the end.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            stopTakingIn();
            sockets.drain();
            stop();
        }
    }

    private void stopTakingIn() {
        foundation.readiness().stopping();
        foundation.notificationQueue().stopReceiving();
    }

    private void stop() {
        stopTakingIn();
        // What waits for a dependency that is unavailable will not be done in time: it is given back at once.
        foundation.notificationQueue().finish(foundation.dependencies().areUp() ? TO_FINISH : SHORTLY);
        stopGateway();
        stopContext();
        foundation.close();
        closeVertx();
    }

    /** While all else still runs: a client that goes is an event that routes handle. */
    private void stopGateway() {
        try {
            if (context() != null && context().getRoute(GATEWAY_ROUTE) != null) {
                context().getRouteController().stopRoute(GATEWAY_ROUTE, SHORTLY.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (Exception e) {
            LOG.warn("The gateway did not stop cleanly: {}", e.toString());
        }
    }

    /** Its beans write their last rows meanwhile, which may hang: those of a node that has ended go with its lease. */
    private void stopContext() {
        Duration patience = foundation.dependencies().areUp() ? TO_FINISH : TO_STOP;
        await(CompletableFuture.runAsync(main::stop), patience, "The routes");
    }

    private void closeVertx() {
        await(foundation.vertx().close().toCompletionStage().toCompletableFuture(), SHORTLY, "The event loops");
    }

    private static void await(Future<?> end, Duration patience, String what) {
        try {
            end.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("{} did not end in time: {}", what, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
