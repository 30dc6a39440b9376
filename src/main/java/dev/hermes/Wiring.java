package dev.hermes;

import dev.hermes.access.Authenticate;
import dev.hermes.access.CheckedPairs;
import dev.hermes.access.JwtSecret;
import dev.hermes.access.TokenMint;
import dev.hermes.access.TokenTable;
import dev.hermes.access.Tokens;
import dev.hermes.connection.ConnectionTable;
import dev.hermes.connection.Gateways;
import dev.hermes.demo.DemoPage;
import dev.hermes.management.ConnectionsApi;
import dev.hermes.notification.Acknowledge;
import dev.hermes.notification.Admission;
import dev.hermes.notification.ClientFrames;
import dev.hermes.notification.FindMembers;
import dev.hermes.notification.Notifications;
import dev.hermes.notification.QueueAway;
import dev.hermes.websocket.GatewayOptions;
import dev.hermes.websocket.LiveConnections;
import dev.hermes.websocket.WebSocketComponent;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.camel.BindToRegistry;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The beans that routes refer to, each under the name of the method that makes it. */
public final class Wiring implements CamelConfiguration {

    private static final int CORES = Runtime.getRuntime().availableProcessors();
    private static final Duration CLOSE_GRACE = Duration.ofSeconds(5);
    private static final Duration DEMO_TOKEN_TTL = Duration.ofHours(1);

    private final Settings settings;
    private final AwsClients aws;
    private final DynamoDbClient dynamoDb;
    private final SqsClient sqs;
    private final Vertx vertx;
    private final Tokens tokens;
    private final TokenTable tokenTable;

    /** @param sqs closed with the context */
    Wiring(Settings settings, SqsClient sqs) {
        this.settings = settings;
        this.tokens = new Tokens(JwtSecret.key(settings.get("hermes.access.jwt-secret")), Clock.systemUTC());
        this.aws = AwsClients.of(settings);
        this.dynamoDb = aws.dynamoDb();
        this.sqs = sqs;
        this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(CORES).setPreferNativeTransport(true));
        this.tokenTable = new TokenTable(dynamoDb, settings.get("hermes.tokens.table"));
    }

    // --- AWS: the components take the one client of their kind that they find ---

    @BindToRegistry(destroyMethod = "close")
    public DynamoDbClient dynamoDb() {
        return dynamoDb;
    }

    @BindToRegistry(destroyMethod = "close")
    public SqsClient sqs() {
        return sqs;
    }

    // --- access ---

    @BindToRegistry
    public Authenticate authenticate() {
        CheckedPairs pairs = new CheckedPairs(
                Executors.newFixedThreadPool(CORES, task -> daemon(task, "bcrypt")),
                Duration.ofSeconds(settings.number("hermes.access.remember-seconds")),
                settings.number("hermes.access.remember-pairs"));
        return new Authenticate(tokens, tokenTable, pairs);
    }

    // --- connections ---

    @BindToRegistry
    public ConnectionTable connections() {
        return new ConnectionTable(ownEndpoint());
    }

    @BindToRegistry
    public Gateways gateways() {
        return new Gateways(ownEndpoint());
    }

    // --- notifications ---

    @BindToRegistry
    public Admission admission(CamelContext context) {
        return new Admission(
                context.getInflightRepository(),
                "notifications",
                settings.number("hermes.notifications.max-in-flight"));
    }

    @BindToRegistry
    public QueueAway queueAway() {
        return new QueueAway();
    }

    @BindToRegistry
    public Notifications notifications() {
        return new Notifications();
    }

    @BindToRegistry
    public ClientFrames clientFrames() {
        return new ClientFrames();
    }

    @BindToRegistry(destroyMethod = "close")
    public FindMembers findMembers(CamelContext context) throws Exception {
        return new FindMembers(context, settings.number("hermes.connections.look-up-threads"));
    }

    @BindToRegistry(destroyMethod = "close")
    public Acknowledge acknowledge() {
        return new Acknowledge(aws.sqsAsync(vertx), settings.get("hermes.notifications.queue-url"));
    }

    // --- the gateway ---

    /** Closed by the server, after all that runs on it. */
    @BindToRegistry
    public Vertx vertx() {
        return vertx;
    }

    @BindToRegistry("vertx-websocket")
    public WebSocketComponent vertxWebsocket() {
        GatewayOptions options = new GatewayOptions(
                allowedOrigins(),
                settings.number("hermes.websocket.max-message-bytes"),
                settings.number("hermes.websocket.max-queue-bytes"),
                Duration.ofSeconds(settings.number("hermes.websocket.ping-seconds")),
                CLOSE_GRACE,
                CORES,
                settings.number("hermes.websocket.handshake-threads"),
                settings.number("hermes.websocket.event-threads"));
        LiveConnections live = new LiveConnections(Clock.systemUTC());
        return new WebSocketComponent(
                settings.get("hermes.gateway.host"),
                settings.number("hermes.gateway.port"),
                options,
                live,
                connectionsApi(live).andThen(demoPage()));
    }

    private Consumer<Router> connectionsApi(LiveConnections live) {
        return new ConnectionsApi(
                settings.get("hermes.gateway.stage"),
                live,
                settings.get("hermes.connections-api.access-key-id"),
                settings.get("hermes.connections-api.secret-access-key"),
                Clock.systemUTC());
    }

    private Consumer<Router> demoPage() {
        if (!Boolean.parseBoolean(settings.get("hermes.gateway.demo"))) {
            return router -> {};
        }
        TokenMint mint = new TokenMint(tokens, tokenTable, settings.get("hermes.access.passcode"));
        return new DemoPage(
                settings.get("hermes.gateway.stage"), (user, room) -> mint.mint(user, room, DEMO_TOKEN_TTL));
    }

    private Set<String> allowedOrigins() {
        return Arrays.stream(settings.get("hermes.gateway.allowed-origins").split(","))
                .map(String::trim)
                .filter(origin -> !origin.isEmpty())
                .collect(Collectors.toSet());
    }

    private String ownEndpoint() {
        return "http://" + settings.get("hermes.gateway.host") + ":" + settings.get("hermes.gateway.port") + "/"
                + settings.get("hermes.gateway.stage");
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
