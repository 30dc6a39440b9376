package dev.hermes;

import dev.hermes.apigateway.PostToConnection;
import dev.hermes.audience.Audience;
import dev.hermes.audience.AwaitHolders;
import dev.hermes.audience.BeginLookUp;
import dev.hermes.audience.FindHere;
import dev.hermes.audience.FindNodes;
import dev.hermes.audience.FindOthers;
import dev.hermes.audience.Forget;
import dev.hermes.audience.GatewayReplay;
import dev.hermes.audience.HandOver;
import dev.hermes.audience.KeepPage;
import dev.hermes.audience.Remember;
import dev.hermes.audience.Resume;
import dev.hermes.audience.StaleConnections;
import dev.hermes.connection.ConnectionTable;
import dev.hermes.connection.LeftRows;
import dev.hermes.notification.ClientFrames;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.camel.BindToRegistry;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;

/** The beans that find who is in a room, and deliver to them, each under the name of the method that makes it. */
public final class DeliveryWiring implements CamelConfiguration {

    private final Settings settings;
    private final Queues queues;
    private final Tables tables;
    private final Rooms rooms;
    private final Audience audience;
    private final Vertx vertx;
    private final MeterRegistry meters;
    private Ways ways;

    DeliveryWiring(
            Settings settings,
            Queues queues,
            Tables tables,
            Rooms rooms,
            Audience audience,
            Vertx vertx,
            MeterRegistry meters) {
        this.settings = settings;
        this.queues = queues;
        this.tables = tables;
        this.rooms = rooms;
        this.audience = audience;
        this.vertx = vertx;
        this.meters = meters;
    }

    // --- who is where ---

    @BindToRegistry
    public ConnectionTable connections() {
        return rooms.table();
    }

    @BindToRegistry
    public Audience audience() {
        return audience;
    }

    @BindToRegistry
    public Remember remember() {
        return rooms.remember();
    }

    @BindToRegistry
    public Forget forget() {
        return new Forget(rooms.rows());
    }

    @BindToRegistry
    public LeftRows leftRows() {
        return new LeftRows(
                rooms.rows(),
                (after, task) -> rooms.clock().schedule(task, after.toMillis(), TimeUnit.MILLISECONDS),
                meters);
    }

    @BindToRegistry
    public StaleConnections staleConnections() {
        return new StaleConnections();
    }

    @BindToRegistry(initMethod = "open", destroyMethod = "close")
    public Rooms rooms() {
        return rooms;
    }

    // --- delivery ---

    @BindToRegistry
    public FindHere findHere() {
        return new FindHere(audience, rooms.delivered());
    }

    @BindToRegistry
    public FindNodes findNodes(CamelContext context) throws Exception {
        return new FindNodes(ways(context).holders(), rooms.histories().numbering(), queues.keepOrder());
    }

    @BindToRegistry
    public Resume resume(CamelContext context) throws Exception {
        Histories histories = rooms.histories();
        GatewayReplay replay = new GatewayReplay(
                histories.history(),
                histories.tails(),
                rooms.gatewayNumbers(),
                ways(context).lanes());
        return new Resume(audience, rooms.local(), histories.tails(), replay, new ClientFrames());
    }

    @BindToRegistry
    public BeginLookUp beginHolders() {
        return BeginLookUp.ofHolders(audience);
    }

    @BindToRegistry
    public KeepPage keepHolders() {
        return KeepPage.ofHolders(audience);
    }

    @BindToRegistry
    public BeginLookUp beginConnections() {
        return BeginLookUp.ofConnections(audience, settings.get("hermes.connections.index"));
    }

    @BindToRegistry
    public KeepPage keepConnections() {
        return KeepPage.ofConnections(audience);
    }

    @BindToRegistry
    public FindOthers findOthers(CamelContext context) throws Exception {
        return new FindOthers(
                audience,
                rooms.gatewayNumbers(),
                tables.knownAttributes(),
                ways(context).connections(),
                queues.keepOrder());
    }

    @BindToRegistry
    public HandOver handOver(CamelContext context) throws Exception {
        return new HandOver(ways(context).lanes());
    }

    @BindToRegistry(destroyMethod = "close")
    public synchronized Ways ways(CamelContext context) throws Exception {
        if (ways == null) {
            ways = new Ways(settings, context, tables, rooms, audience, queues.keepOrder(), meters);
        }
        return ways;
    }

    @BindToRegistry
    public AwaitHolders awaitHolders() {
        return new AwaitHolders();
    }

    @BindToRegistry(destroyMethod = "close")
    public PostToConnection postToConnection() {
        Duration timeout = Duration.ofSeconds(settings.number("hermes.apigateway.timeout-seconds"));
        int most = settings.number("hermes.apigateway.max-concurrent-posts");
        return new PostToConnection(
                endpoint -> GatewayClients.async(vertx, endpoint, timeout, most), audience::hasJustArrived);
    }
}
