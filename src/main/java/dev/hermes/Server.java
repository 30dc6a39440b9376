package dev.hermes;

import dev.hermes.rules.LiveRules;
import dev.hermes.rules.RulesHealth;
import dev.hermes.websocket.WebSocketComponent;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/** One running Hermes: the routes of the edge and those of the user, on a Camel context of their own. */
public final class Server implements AutoCloseable {

    private static final String EDGE = "classpath:edge/*.camel.yaml";
    private static final String OWN_ROUTES = "classpath:routes/*.camel.yaml";

    private final Main main = new Main();
    private final Preflight preflight;
    private final LiveRules live;

    private Server(Settings settings) {
        Wiring wiring = new Wiring(settings);
        preflight = Preflight.begin(settings, wiring.sqs(), wiring.dynamoDb());
        // Whoever starts Hermes ends it: the command line has a hook of its own.
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.setDefaultPropertyPlaceholderLocation("false");
        main.setInitialProperties(settings.properties());
        main.configure().addConfiguration(wiring);
        Path routes = settings.routes();
        boolean edited = Files.isDirectory(routes);
        main.configure().withRoutesIncludePattern(
                EDGE + "," + (edited ? "file:" + routes + "/*.camel.yaml" : OWN_ROUTES));
        live = edited && Boolean.parseBoolean(settings.get("hermes.routes.reload")) ? new LiveRules(routes) : null;
    }

    /**
     * Starts and returns when clients can connect.
     *
     * @throws StartFailure if it cannot, with a sentence that says what to do about it; nothing is left running
     */
    public static Server start(Settings settings) {
        try {
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
            main.stop();
            throw e;
        }
    }

    private void watchRules() throws Exception {
        context().addService(live);
        HealthCheckRegistry.get(context()).register(new RulesHealth(live));
        measure("hermes.rules.broken", "Route files whose last edit does not run", () -> live.broken().size());
    }

    private void measure(String name, String description, Supplier<Number> value) {
        MeterRegistry meters = context().getRegistry().findSingleByType(MeterRegistry.class);
        if (meters != null) {
            Gauge.builder(name, value).description(description).register(meters);
        }
    }

    private WebSocketComponent sockets() {
        return context().getComponent("vertx-websocket", WebSocketComponent.class);
    }

    private CamelContext context() {
        return main.getCamelContext();
    }

    /** Takes in nothing more, finishes what is under way, tells every client to go, and forgets their connections. */
    @Override
    public void close() {
        main.stop();
    }
}
