package dev.hermes;

import dev.hermes.access.Authenticate;
import dev.hermes.apigateway.GatewayEvents;
import dev.hermes.audience.Audience;
import dev.hermes.audience.RoomsApi;
import dev.hermes.management.ConnectionsApi;
import dev.hermes.management.SignedCalls;
import dev.hermes.node.NodesApi;
import dev.hermes.notification.Acknowledge;
import dev.hermes.notification.Admission;
import dev.hermes.notification.ClientFrames;
import dev.hermes.notification.Notifications;
import dev.hermes.notification.QueueAway;
import dev.hermes.notification.RoomQueue;
import dev.hermes.websocket.StopIfGone;
import dev.hermes.websocket.WebSocketComponent;
import dev.hermes.websocket.socket.LiveConnections;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.camel.BindToRegistry;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The beans that routes refer to, each under the name of the method that makes it. */
public final class Wiring implements CamelConfiguration {

    private static final int CORES = Runtime.getRuntime().availableProcessors();
    private static final int API_THREADS = 8;

    private final Settings settings;
    private final MeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AwsClients aws;
    private final Tables tables;
    private final SqsClient sqs;
    private final Vertx vertx;
    private final Access access;
    private final CompletableFuture<Settings> queues;
    private final Edge edge;
    private final LiveConnections live = new LiveConnections(Clock.systemUTC(), meters);
    private final Rooms rooms;
    private final Audience audience;
    private final WebSocketComponent sockets;

    /**
     * @param sqs closed with the context
     * @param dynamoDb closed with the context
     * @param queues the settings with the URLs of the queues, as soon as they are known
     */
    Wiring(Settings settings, SqsClient sqs, DynamoDbClient dynamoDb, CompletableFuture<Settings> queues) {
        this.queues = queues;
        this.settings = settings;
        this.aws = AwsClients.of(settings);
        this.tables = new Tables(settings, dynamoDb);
        this.sqs = sqs;
        this.vertx = Edge.vertx(CORES);
        this.access = new Access(settings, tables.dynamoDb());
        this.edge = new Edge(settings, CORES);
        this.rooms = new Rooms(settings, tables, live, meters);
        this.audience = rooms.audience();
        this.sockets = edge.sockets(live, apis(), access.mint(), () -> true, meters);
    }

    private Consumer<Router> apis() {
        WorkerExecutor workers = vertx.createSharedWorkerExecutor("api", API_THREADS);
        SignedCalls calls = edge.signedCalls();
        Consumer<Router> nodes = new NodesApi(calls, rooms.lease(), rooms.local(), rooms.delivered(), live, workers);
        RoomQueue queue = new RoomQueue(sqs, () -> queues.join().get("hermes.notifications.queue-url"));
        return nodes.andThen(new RoomsApi(calls, rooms.users(), queue, workers))
                .andThen(new ConnectionsApi(calls, live));
    }

    // --- numbers ---

    /** Bound by the server, before Camel looks for it. */
    MeterRegistry meters() {
        return meters;
    }

    // --- AWS ---

    /** Closed with {@link #tables}. */
    @BindToRegistry
    public DynamoDbClient dynamoDb() {
        return tables.dynamoDb();
    }

    /** Closed by the server: the registry closes beans in no useful order, and others write their last rows when they are. */
    @BindToRegistry
    public Tables tables() {
        return tables;
    }

    @BindToRegistry(destroyMethod = "close")
    public SqsClient sqs() {
        return sqs;
    }

    // --- access ---

    @BindToRegistry
    public Authenticate authenticate(CamelContext context) {
        ThreadPoolProfile bcrypt = new ThreadPoolProfileBuilder("bcrypt")
                .poolSize(CORES)
                .maxPoolSize(CORES)
                .maxQueueSize(settings.number("hermes.access.max-waiting-checks"))
                .rejectedPolicy(ThreadPoolRejectedPolicy.Abort)
                .build();
        return access.authenticate(
                context.getExecutorServiceManager().newThreadPool(this, bcrypt.getId(), bcrypt),
                tables.tokenHashes(),
                meters);
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
    public Acknowledge acknowledge() {
        return new Acknowledge(() -> aws.sqsAsync(vertx), queues.join().get("hermes.notifications.queue-url"));
    }

    // --- gateways ---

    /** Closed by the server, after all that runs on it. */
    @BindToRegistry
    public Vertx vertx() {
        return vertx;
    }

    @BindToRegistry
    public StopIfGone stopIfGone() {
        return new StopIfGone();
    }

    @BindToRegistry("vertx-websocket")
    public WebSocketComponent vertxWebsocket() {
        return sockets;
    }

    @BindToRegistry(destroyMethod = "close")
    public GatewayEvents gatewayEvents(CamelContext context) throws Exception {
        edge.events().open(context, settings.number("hermes.websocket.event-threads"), meters);
        return edge.events();
    }

    /** The beans that find who is in a room, and deliver to them. */
    DeliveryWiring delivery() {
        return new DeliveryWiring(settings, rooms, audience, vertx, meters);
    }
}
