package dev.hermes;

import dev.hermes.access.Authenticate;
import dev.hermes.apigateway.GatewayEvents;
import dev.hermes.audience.Audience;
import dev.hermes.audience.RoomsApi;
import dev.hermes.call.RuleCalls;
import dev.hermes.console.Figures;
import dev.hermes.console.Overview;
import dev.hermes.history.HistoryApi;
import dev.hermes.management.ConnectionsApi;
import dev.hermes.management.SignedCalls;
import dev.hermes.management.SlowCalls;
import dev.hermes.node.NodesApi;
import dev.hermes.notification.ClientFrames;
import dev.hermes.notification.NotificationRules;
import dev.hermes.notification.Notifications;
import dev.hermes.revocation.Obey;
import dev.hermes.revocation.RevocationsApi;
import dev.hermes.rules.Rules;
import dev.hermes.websocket.StopIfGone;
import dev.hermes.websocket.WebSocketComponent;
import dev.hermes.websocket.socket.LiveConnections;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.BindToRegistry;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;

/** The beans that routes refer to, each under the name of the method that makes it. */
public final class Wiring implements CamelConfiguration {

    private static final int CORES = Server.CORES;
    /** One core is left for those who are in. */
    private static final int BCRYPT_THREADS = Math.max(1, CORES - 1);

    private static final int API_THREADS = 8;
    private static final int NODE_THREADS = 4;

    private final Settings settings;
    private final Foundation foundation;
    private final Tables tables;
    private final Vertx vertx;
    private final Access access;
    private final Edge edge;
    private final LiveConnections live;
    private final Rooms rooms;
    private final Audience audience;
    private final RuleCalls ruleCalls;
    private final WebSocketComponent sockets;

    /** @param rules those that run; empty until they begin */
    Wiring(Settings settings, Foundation foundation, Supplier<Optional<Rules>> rules) {
        this.settings = settings;
        this.foundation = foundation;
        this.tables = foundation.tables();
        this.vertx = foundation.vertx();
        this.access = new Access(settings, tables.dynamoDb());
        this.edge = new Edge(settings, CORES);
        this.live = new LiveConnections(Clock.systemUTC(), foundation.meters());
        this.rooms = new Rooms(settings, tables, live, foundation.meters());
        foundation.readiness().lease(rooms.lease()::isSure);
        this.audience = rooms.audience();
        SignedCalls calls = edge.signedCalls();
        this.ruleCalls = new RuleCalls(calls, foundation.meters());
        this.sockets =
                edge.sockets(live, apis(calls, rules), access.mint(), foundation.readiness(), foundation.meters());
    }

    private Consumer<Router> apis(SignedCalls calls, Supplier<Optional<Rules>> rules) {
        SlowCalls slow = new SlowCalls(vertx.createSharedWorkerExecutor("api", API_THREADS));
        // Other nodes wait for these: neither stands behind calls that ask AWS, or that wait for other nodes in turn.
        WorkerExecutor pushes = vertx.createSharedWorkerExecutor("push", NODE_THREADS);
        SlowCalls notices = new SlowCalls(vertx.createSharedWorkerExecutor("notice", NODE_THREADS));
        Obey obey = new Obey(tables.dynamoDb(), settings.get("hermes.tokens.table"), live);
        rooms.nodes().onNotices(obey::all);
        Consumer<Router> nodes = new NodesApi(
                calls,
                rooms.lease(),
                rooms.local(),
                rooms.delivered(),
                live,
                rooms.histories().tails(),
                foundation.tracing(),
                pushes);
        return nodes.andThen(new RevocationsApi(
                        calls, slow, notices, Revoking.revocations(settings, tables.dynamoDb()), obey))
                .andThen(new HistoryApi(calls, slow, rooms.histories().history()))
                .andThen(new RoomsApi(
                        calls, slow, rooms.users(), foundation.queues().rooms()))
                .andThen(ruleCalls)
                .andThen(console(calls, slow, rules))
                .andThen(new ConnectionsApi(calls, live));
    }

    private Consumer<Router> console(SignedCalls calls, SlowCalls slow, Supplier<Optional<Rules>> rules) {
        Figures figures = new Figures(foundation.meters(), settings.get("hermes.notifications.dead-letter-queue"));
        Overview overview = new Overview(rooms.nodes(), live::held, rules, foundation.readiness(), figures);
        return edge.console(calls, slow, overview, access.mint());
    }

    Rooms rooms() {
        return rooms;
    }

    // --- access ---

    @BindToRegistry
    public Authenticate authenticate(CamelContext context) {
        ThreadPoolProfile bcrypt = new ThreadPoolProfileBuilder("bcrypt")
                .poolSize(BCRYPT_THREADS)
                .maxPoolSize(BCRYPT_THREADS)
                .maxQueueSize(settings.number("hermes.access.max-waiting-checks"))
                .rejectedPolicy(ThreadPoolRejectedPolicy.Abort)
                .build();
        return access.authenticate(
                context.getExecutorServiceManager().newThreadPool(this, bcrypt.getId(), bcrypt),
                tables.tokenHashes(),
                foundation.meters());
    }

    // --- notifications ---

    @BindToRegistry
    public Notifications notifications() {
        return new Notifications();
    }

    @BindToRegistry
    public NotificationRules notificationRules() {
        return new NotificationRules(settings.list("hermes.access.attributes"));
    }

    @BindToRegistry
    public ClientFrames clientFrames() {
        return new ClientFrames();
    }

    // --- gateways ---

    @BindToRegistry
    public StopIfGone stopIfGone() {
        return new StopIfGone();
    }

    @BindToRegistry("vertx-websocket")
    public WebSocketComponent sockets() {
        return sockets;
    }

    /** Components that each set of rules has in a form of its own, by scheme: they share what the edge has opened. */
    static Map<String, Supplier<? extends Component>> componentsOfEachSet(Supplier<Wiring> wiring) {
        return Map.of(
                "vertx-websocket", () -> wiring.get().sockets.sharing(),
                "platform-http", () -> wiring.get().ruleCalls.component());
    }

    @BindToRegistry(destroyMethod = "close")
    public RuleCalls ruleCalls() {
        return ruleCalls;
    }

    @BindToRegistry(destroyMethod = "close")
    public GatewayEvents gatewayEvents(CamelContext context) throws Exception {
        edge.events().open(context, settings.number("hermes.websocket.event-threads"), foundation.meters());
        return edge.events();
    }

    /** The beans that find who is in a room, and deliver to them. */
    DeliveryWiring delivery() {
        return new DeliveryWiring(settings, foundation.queues(), tables, rooms, audience, vertx, foundation.meters());
    }
}
