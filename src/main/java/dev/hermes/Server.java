package dev.hermes;

import dev.hermes.access.JwtSecret;
import dev.hermes.rules.FolderWatch;
import dev.hermes.rules.RuleFiles;
import dev.hermes.rules.RuleSetBuilder;
import dev.hermes.rules.Rules;
import dev.hermes.rules.RulesComponent;
import dev.hermes.rules.RulesHealth;
import dev.hermes.websocket.WebSocketComponent;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsClient;

/** One running Hermes: the edge on a Camel context of its own, and beside it the rules that a user may change. */
public final class Server implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    /** By name: to look for a pattern, the whole jar would be read, which takes longer than the rest of the start. */
    private static final String EDGE = Stream.of("websocket", "notifications", "errors")
            .map(name -> "classpath:edge/" + name + ".camel.yaml")
            .collect(Collectors.joining(","));

    private final Main main = new Main();
    private final Settings settings;
    private final Wiring wiring;
    private final Vertx vertx;
    private final Tables tables;
    private final MeterRegistry meters;
    private final Preflight preflight;
    private final RuleFiles files;
    private Rules rules;
    private FolderWatch watch;

    private Server(Settings given) throws IOException {
        files = RuleFiles.of(given.routes());
        SqsClient sqs = AwsClients.of(given).sqs();
        // Beside the rest, which takes as long.
        CompletableFuture<Settings> queues = CompletableFuture.supplyAsync(() -> Preflight.queues(given, sqs));
        wiring = new Wiring(given, sqs, AwsClients.of(given).dynamoDb(), queues);
        vertx = wiring.vertx();
        tables = wiring.tables();
        meters = wiring.meters();
        // Before all else: Camel makes a registry of its own where it finds none of this name.
        main.bind("metricsRegistry", meters);
        preflight = Preflight.begin(given, wiring.dynamoDb());
        settings = queues.join();
        // Whoever starts Hermes ends it: the command line has a hook of its own.
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.setDefaultPropertyPlaceholderLocation("false");
        main.setInitialProperties(settings.properties());
        main.configure().addConfiguration(wiring);
        main.configure().addConfiguration(wiring.delivery());
        main.configure().withRoutesIncludePattern(EDGE);
        main.addMainListener(new RulesComponentFirst());
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
        long begun = System.nanoTime();
        try {
            main.init();
            // Before the edge opens: what it takes in needs rules.
            rules.begin(files);
            main.start();
            preflight.finish();
            if (Files.isDirectory(settings.routes()) && Boolean.parseBoolean(settings.get("hermes.routes.reload"))) {
                watch = new FolderWatch(settings.routes(), files, rules);
                watch.start();
            }
            HealthCheckRegistry.get(context()).register(new RulesHealth(rules));
            measure("hermes.connections", "Connections that this node holds", sockets()::connections);
            LOG.info("Hermes started in {} ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
        } catch (Exception e) {
            stop();
            throw e;
        }
    }

    private void measure(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(meters);
    }

    /** Gives the edge its way to the rules before it makes the beans that want it. */
    private final class RulesComponentFirst extends MainListenerSupport {

        @Override
        public void beforeConfigure(BaseMainSupport edge) {
            CamelContext context = edge.getCamelContext();
            RuleSetBuilder builder = new RuleSetBuilder(
                    context.getRegistry(),
                    settings.properties(),
                    Map.of("vertx-websocket", wiring.vertxWebsocket()::sharing),
                    meters);
            rules = new Rules(builder, meters, Clock.systemUTC());
            context.addComponent("rules", new RulesComponent(rules));
        }
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
        if (watch != null) {
            watch.close();
        }
        main.stop();
        if (rules != null) {
            // Where the edge did not come as far as to do it.
            rules.stop();
        }
        tables.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
