package dev.hermes;

import dev.hermes.audience.Audience;
import dev.hermes.audience.DeadRows;
import dev.hermes.audience.Delivered;
import dev.hermes.audience.GatewayNumbers;
import dev.hermes.audience.GatewayRooms;
import dev.hermes.audience.LocalRooms;
import dev.hermes.audience.Remember;
import dev.hermes.audience.RoomUsers;
import dev.hermes.audience.StayRows;
import dev.hermes.connection.ConnectionRows;
import dev.hermes.connection.ConnectionTable;
import dev.hermes.connection.RowKeeper;
import dev.hermes.node.Lease;
import dev.hermes.node.Membership;
import dev.hermes.node.NodeRows;
import dev.hermes.node.Nodes;
import dev.hermes.node.NodesHealth;
import dev.hermes.websocket.socket.LiveConnections;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which processes run, who is in which room, and who holds the connections, as the settings want it. */
public final class Rooms implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Rooms.class);

    /** A message may come again until the queue gives it up, and a push as long as its sender keeps it. */
    private static final int REMEMBERED_TIMEOUTS = 10;

    private static final long PATIENCE_SECONDS = 2;

    private final Settings settings;
    private final LiveConnections live;
    private final Lease lease;
    private final Nodes nodes;
    private final Membership membership;
    private final ConnectionTable table;
    private final ConnectionRows rows;
    private final StayRows stays;
    private final LocalRooms local;
    private final DeadRows deadRows;
    private final RoomUsers users;
    private final Delivered delivered;
    private final Histories histories;
    private final RowKeeper keeper;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "rooms"));

    /** @param live the sockets of this node */
    Rooms(Settings settings, Tables tables, LiveConnections live, MeterRegistry meters) {
        this.settings = settings;
        this.live = live;
        Duration duration = Duration.ofSeconds(settings.number("hermes.node.lease-seconds"));
        NodeRows nodeRows = tables.nodeRows();
        this.lease = new Lease(nodeRows, settings.get("hermes.node.endpoint"), duration, System::nanoTime);
        this.nodes = new Nodes(nodeRows, lease, System::nanoTime);
        this.membership = new Membership(lease, nodes, duration);
        this.table = tables.connections(lease);
        this.rows = tables.connectionRows(table);
        this.stays = tables.stayRows(lease);
        this.local = new LocalRooms(stays, clock, System::nanoTime);
        this.histories = new Histories(settings, tables.dynamoDb(), live.outlets(), meters);
        this.deadRows = tables.deadRows(meters);
        this.users = tables.roomUsers(nodes);
        this.delivered = new Delivered(Duration.ofSeconds(
                (long) REMEMBERED_TIMEOUTS * settings.number("hermes.notifications.visibility-seconds")));
        this.keeper = new RowKeeper(
                tables.dynamoDb(),
                settings.get("hermes.connections.table"),
                table,
                rows,
                live::held,
                live::holds,
                local::keeping,
                Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "row-keeper")));
        lease.onMove(() -> local.restore(live.held(), live::holds));
        // What came while nobody knew of this process is in the histories.
        lease.onMove(() -> local.enterAgain(histories.tails()::look));
        lease.onMove(() -> keeper.writeAgain(written -> local.restore(written, live::holds)));
        Gauge.builder("hermes.nodes", nodes, Nodes::count)
                .description("Processes that live, this one included")
                .register(meters);
        Gauge.builder("hermes.rooms", local, LocalRooms::count)
                .description("Rooms that have connections on this node")
                .register(meters);
    }

    Lease lease() {
        return lease;
    }

    void registerHealth(CamelContext context) {
        HealthCheckRegistry.get(context).register(new NodesHealth(nodes));
    }

    Nodes nodes() {
        return nodes;
    }

    ConnectionTable table() {
        return table;
    }

    ConnectionRows rows() {
        return rows;
    }

    LocalRooms local() {
        return local;
    }

    DeadRows deadRows() {
        return deadRows;
    }

    RoomUsers users() {
        return users;
    }

    Histories histories() {
        return histories;
    }

    Delivered delivered() {
        return delivered;
    }

    /** Ticks for whatever has to do with rooms; its tasks must not block. */
    ScheduledExecutorService clock() {
        return clock;
    }

    Remember remember() {
        return new Remember(rows, local, new GatewayRooms(stays), lease, histories.tails(), gatewayNumbers());
    }

    GatewayNumbers gatewayNumbers() {
        return new GatewayNumbers(histories.history(), histories.tails(), stays, Clock.systemUTC());
    }

    Audience audience() {
        return new Audience(
                lease,
                nodes,
                local,
                stays,
                deadRows,
                settings.get("hermes.apigateway.endpoint"),
                live::holds,
                histories.tails(),
                Clock.systemUTC(),
                System::nanoTime);
    }

    /** Waits until this process has its lease, for {@code patience} at the longest: without it, it lets nobody in. */
    void awaitLease(Duration patience) {
        membership.awaitFirst(patience);
    }

    /** With the context. */
    public void open() {
        membership.open();
        keeper.open();
    }

    /** The process ends: the others need not wait for its lease. */
    @Override
    public void close() {
        membership.close();
        keeper.close();
        try {
            local.endAll().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("Rows of rooms are left; they name a node that has ended", e);
        }
        clock.shutdownNow();
        histories.close();
        deadRows.close();
    }
}
