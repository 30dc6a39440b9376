package dev.hermes;

import dev.hermes.pool.RoomyPools;
import dev.hermes.rules.RouteMeters;
import dev.hermes.websocket.WebSocketComponent;
import io.micrometer.core.instrument.Gauge;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running Hermes: the routes of the edge and those of the user, on a Camel context of their own. */
public final class Server implements AutoCloseable {

    static final int CORES = Runtime.getRuntime().availableProcessors();

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    /** By name: to look for a pattern, the whole jar would be read, which takes longer than the rest of the start. */
    private static final String EDGE = Stream.of("websocket", "notifications", "errors")
            .map(name -> "classpath:edge/" + name + ".camel.yaml")
            .collect(Collectors.joining(","));

    /** Without a lease this node would have no others to push to, and they not this one. */
    private static final Duration TO_LEASE = Duration.ofMillis(1500);

    private final Main main = new Main();
    private final Settings settings;
    private final Foundation foundation;
    private final Wiring wiring;
    private final Rooms rooms;
    private final WebSocketComponent sockets;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final RunningRules rules;
    private final Shutdown shutdown;

    private Server(Settings settings) throws IOException {
        this.settings = settings;
        foundation = new Foundation(settings, CORES, dependencies -> AwsClients.of(settings, dependencies));
        // Whoever starts Hermes ends it: the command line has a hook of its own.
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.setDefaultPropertyPlaceholderLocation("false");
        main.setInitialProperties(settings.properties());
        // Before all else: Camel makes a registry of its own where it finds none of this name.
        main.bind("metricsRegistry", foundation.meters());
        main.configure().addConfiguration(foundation);
        rules = new RunningRules(settings, Wiring.componentsOfEachSet(this::wiring), foundation.meters());
        wiring = new Wiring(settings, foundation, rules::current);
        rooms = wiring.rooms();
        sockets = wiring.sockets();
        main.configure().addConfiguration(wiring);
        main.configure().addConfiguration(wiring.delivery());
        main.configure().withRoutesIncludePattern(EDGE);
        shutdown = new Shutdown(main, foundation, rules);
        main.addMainListener(new ComponentsFirst());
    }

    /** What routes of the edge, and its beans, want to find. */
    private final class ComponentsFirst extends MainListenerSupport {

        @Override
        public void beforeConfigure(BaseMainSupport edge) {
            RoomyPools.makeRoom(edge.getCamelContext());
            // Not a bean: each set of rules has one of its own.
            edge.getCamelContext().addComponent("aws2-sqs", foundation.queues().component());
            edge.getCamelContext().addRoutePolicyFactory(new RouteMeters(foundation.meters()));
            rules.connect(edge.getCamelContext());
        }
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
            new SettingsCheck(settings).warnings().forEach(LOG::warn);
            LOG.info("{}", new StartLine(settings, AwsClients.region()).text());
            Server server = new Server(settings);
            server.start();
            return server;
        } catch (Exception e) {
            throw StartFailure.from(e, settings);
        }
    }

    private void start() throws Exception {
        long begun = System.nanoTime();
        EndpointCheck endpoint = EndpointCheck.begin(settings);
        try {
            // Beside the rest, which takes as long.
            CompletableFuture<Void> asked = CompletableFuture.runAsync(foundation.dependencies()::open);
            main.init();
            rules.begin();
            endpoint.finish();
            main.start();
            foundation.registerHealth(context());
            rooms.registerHealth(context());
            rules.watch(context());
            Gauge.builder("hermes.connections", sockets::connections)
                    .description("Connections that this node holds")
                    .register(foundation.meters());
            asked.join();
            rooms.awaitLease(foundation.dependencies().areUp() ? TO_LEASE : Duration.ZERO);
            foundation.readiness().started();
            LOG.info(
                    foundation.dependencies().areUp()
                            ? "Hermes started in {} ms and is ready"
                            : "Hermes started in {} ms and waits for its dependencies",
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
        } catch (Exception e) {
            shutdown.run();
            throw e;
        }
    }

    private Wiring wiring() {
        return wiring;
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
            shutdown.stopTakingIn();
            sockets.drain();
            shutdown.run();
        }
    }
}
