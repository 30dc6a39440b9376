package dev.hermes;

import dev.hermes.access.Authenticate;
import dev.hermes.apigateway.GatewayEvents;
import dev.hermes.apigateway.PostToConnection;
import dev.hermes.connection.Connection;
import dev.hermes.connection.ConnectionTable;
import dev.hermes.connection.Forget;
import dev.hermes.connection.Gateways;
import dev.hermes.connection.Leases;
import dev.hermes.connection.Remember;
import dev.hermes.connection.StaleConnections;
import dev.hermes.node.PushToNode;
import dev.hermes.node.RequestSigner;
import dev.hermes.notification.Acknowledge;
import dev.hermes.notification.Admission;
import dev.hermes.notification.ClientFrames;
import dev.hermes.notification.FindMembers;
import dev.hermes.notification.MembersHere;
import dev.hermes.notification.Notifications;
import dev.hermes.notification.QueueAway;
import dev.hermes.websocket.WebSocketComponent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.BindToRegistry;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The beans that routes refer to, each under the name of the method that makes it. */
public final class Wiring implements CamelConfiguration {

    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private final Settings settings;
    private final MeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AwsClients aws;
    private final Tables tables;
    private final SqsClient sqs;
    private final Vertx vertx;
    private final Access access;
    private final CompletableFuture<Settings> queues;
    private final Edge edge;
    private final WebSocketComponent sockets;
    private final Gateways gateways;

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
        this.sockets = edge.sockets(access.mint());
        this.gateways = edge.gateways(sockets);
    }

    // --- numbers ---

    /** Bound by the server: Camel would have made one of its own before it asks here. */
    public MeterRegistry meters() {
        return meters;
    }

    // --- AWS ---

    /** Closed with {@link #tables}. */
    @BindToRegistry
    public DynamoDbClient dynamoDb() {
        return tables.dynamoDb();
    }

    @BindToRegistry(destroyMethod = "close")
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
        return access.authenticate(
                context.getExecutorServiceManager().newFixedThreadPool(this, "bcrypt", CORES), tables.tokenHashes());
    }

    // --- connections ---

    @BindToRegistry
    public ConnectionTable connections() {
        return tables.connections();
    }

    @BindToRegistry
    public Gateways gateways() {
        return gateways;
    }

    @BindToRegistry
    public Remember remember() {
        return new Remember(tables.rows());
    }

    @BindToRegistry
    public Forget forget() {
        return new Forget(tables.rows());
    }

    @BindToRegistry
    public StaleConnections staleConnections() {
        return new StaleConnections();
    }

    @BindToRegistry(initMethod = "open", destroyMethod = "close")
    public Leases leases() {
        return tables.leases(
                () -> sockets.identities().stream().map(Connection.class::cast).toList());
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

    @BindToRegistry
    public MembersHere membersHere() {
        return new MembersHere(gateways);
    }

    @BindToRegistry(destroyMethod = "close")
    public FindMembers findMembers(CamelContext context) throws Exception {
        return new FindMembers(context, settings.number("hermes.connections.look-up-threads"));
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

    @BindToRegistry("vertx-websocket")
    public WebSocketComponent vertxWebsocket() {
        return sockets;
    }

    @BindToRegistry
    public GatewayEvents gatewayEvents(CamelContext context) throws Exception {
        edge.events().open(context, settings.number("hermes.websocket.event-threads"));
        return edge.events();
    }

    @BindToRegistry(destroyMethod = "close")
    public PostToConnection postToConnection() {
        Duration timeout = Duration.ofSeconds(settings.number("hermes.apigateway.timeout-seconds"));
        int most = settings.number("hermes.apigateway.max-concurrent-posts");
        return new PostToConnection(endpoint -> AwsClients.management(vertx, endpoint, timeout, most));
    }

    @BindToRegistry
    public PushToNode pushToNode() {
        return new PushToNode(new RequestSigner(
                settings.get("hermes.connections-api.access-key-id"),
                settings.get("hermes.connections-api.secret-access-key"),
                AwsClients.region()));
    }
}
