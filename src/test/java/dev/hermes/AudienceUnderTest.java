package dev.hermes;

import dev.hermes.audience.Audience;
import dev.hermes.audience.DeadRows;
import dev.hermes.audience.GatewayRooms;
import dev.hermes.audience.KnownAttributes;
import dev.hermes.audience.LocalRooms;
import dev.hermes.audience.Remember;
import dev.hermes.audience.StayRows;
import dev.hermes.connection.ConnectionRows;
import dev.hermes.connection.ConnectionTable;
import dev.hermes.dev.HeldRequests;
import dev.hermes.history.NoHistory;
import dev.hermes.node.Lease;
import dev.hermes.node.NodeRows;
import dev.hermes.node.Nodes;
import dev.hermes.table.RoomsTable;
import dev.hermes.table.RowReader;
import dev.hermes.table.RowWriter;
import dev.hermes.table.TableThreads;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Who is in a room, over a fake table whose requests are made at once. */
public final class AudienceUnderTest implements AutoCloseable {

    public static final String HERE = "http://127.0.0.1:8080/dev";

    private static final TableThreads AT_ONCE = HeldRequests.atOnce();

    public final MeterRegistry meters = new SimpleMeterRegistry();
    public final Lease lease;
    public final Nodes nodes;
    public final ConnectionTable table;
    public final ConnectionRows rows;
    public final StayRows stays;
    public final LocalRooms local;
    public final DeadRows deadRows;
    public final KnownAttributes attributes;
    public final Audience audience;
    public final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    /** @param apiGateway the address of an API Gateway; empty where there is none */
    public AudienceUnderTest(
            DynamoDbClient dynamoDb, String apiGateway, Predicate<String> holds, Clock time, LongSupplier nanos) {
        NodeRows nodeRows = new NodeRows(dynamoDb, new RoomsTable("hermesRooms", ""), time);
        lease = new Lease(nodeRows, HERE, Duration.ofSeconds(30), nanos);
        nodes = new Nodes(nodeRows, lease, nanos);
        table = new ConnectionTable(HERE, () -> lease.address().text(), time);
        rows = new ConnectionRows(new RowWriter(dynamoDb, RoutesUnderTest.TABLE, AT_ONCE), table);
        stays = new StayRows(
                new RowWriter(dynamoDb, "hermesRooms", AT_ONCE), new RoomsTable("hermesRooms", ""), lease, time);
        local = new LocalRooms(stays, clock, nanos);
        deadRows = new DeadRows(dynamoDb, RoutesUnderTest.TABLE, time, meters);
        attributes = new KnownAttributes(
                new RowReader(dynamoDb, RoutesUnderTest.TABLE, AT_ONCE),
                (after, task) -> clock.schedule(task, 1, TimeUnit.MILLISECONDS));
        audience = new Audience(
                lease, nodes, local, stays, deadRows, apiGateway, holds, new NoHistory().tails(), time, nanos);
    }

    public Remember remember() {
        return new Remember(
                rows, local, new GatewayRooms(stays), lease, new NoHistory().tails(), new NoHistory().gatewayNumbers());
    }

    @Override
    public void close() {
        clock.shutdownNow();
        deadRows.close();
    }
}
