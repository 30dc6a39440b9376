package dev.hermes;

import dev.hermes.access.TokenHashes;
import dev.hermes.access.TokenTable;
import dev.hermes.audience.Audience;
import dev.hermes.audience.DeadRows;
import dev.hermes.audience.JointReading;
import dev.hermes.audience.KnownAttributes;
import dev.hermes.audience.RoomUsers;
import dev.hermes.audience.StayRows;
import dev.hermes.connection.ConnectionRows;
import dev.hermes.connection.ConnectionTable;
import dev.hermes.dependency.TableProbe;
import dev.hermes.node.Lease;
import dev.hermes.node.NodeRows;
import dev.hermes.node.Nodes;
import dev.hermes.table.RoomsTable;
import dev.hermes.table.RowReader;
import dev.hermes.table.RowWriter;
import dev.hermes.table.TableThreads;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What is kept in DynamoDB, as the settings want it. */
public final class Tables implements AutoCloseable {

    /** Of one kind at a time: reads of tokens, reads or writes of connections, or writes of rooms. */
    private static final int REQUESTS = 2;

    private static final int KINDS = 4;

    /** More than the sockets of a node: all of them may close at once, and each has a row to delete. */
    private static final int MOST_WAITING = 100_000;
    /** A connect needs two requests, and is answered within three seconds. */
    private static final Duration DEADLINE = Duration.ofMillis(1_400);

    private final Settings settings;
    private final DynamoDbClient dynamoDb;
    private final ExecutorService requests = threads("table", KINDS * REQUESTS);
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "table-clock"));
    private final ExecutorService answers;
    private final TableThreads threads;

    Tables(Settings settings, DynamoDbClient dynamoDb) {
        this.settings = settings;
        this.dynamoDb = dynamoDb;
        this.answers = threads("after-table", settings.number("hermes.websocket.handshake-threads"));
        this.threads = new TableThreads(REQUESTS, MOST_WAITING, DEADLINE, requests, answers, this::later);
    }

    /** Its queue has no bound, so it rejects only after its end: then nobody waits for an answer any more. */
    private static ExecutorService threads(String name, int count) {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(
                count,
                count,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> new Thread(task, name + "-" + number.incrementAndGet()),
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /** To find out whether the tables, and what a look-up needs of them, are there. */
    TableProbe[] probes() {
        return new TableProbe[] {
            TableProbe.ofIndex(
                    dynamoDb,
                    settings.get("hermes.connections.table"),
                    List.of(ConnectionTable.ID),
                    settings.get("hermes.connections.index"),
                    ConnectionTable.ROOM),
            TableProbe.ofTable(
                    dynamoDb, settings.get("hermes.tokens.table"), List.of(TokenTable.USER, TokenTable.ROOM)),
            TableProbe.ofTable(dynamoDb, settings.get("hermes.rooms.table"), List.of(RoomsTable.PART, RoomsTable.ITEM))
        };
    }

    private void later(Duration after, Runnable task) {
        clock.schedule(task, after.toMillis(), TimeUnit.MILLISECONDS);
    }

    DynamoDbClient dynamoDb() {
        return dynamoDb;
    }

    static RoomsTable rooms(Settings settings) {
        return RoomsTable.of(settings.get("hermes.rooms.table"), settings.get("hermes.connections.table"));
    }

    NodeRows nodeRows() {
        return new NodeRows(dynamoDb, rooms(settings), Clock.systemUTC());
    }

    StayRows stayRows(Lease lease) {
        RoomsTable rooms = rooms(settings);
        return new StayRows(new RowWriter(dynamoDb, rooms.name(), threads), rooms, lease, Clock.systemUTC());
    }

    ConnectionTable connections(Lease lease) {
        return new ConnectionTable(lease.endpoint(), () -> lease.address().text(), Clock.systemUTC());
    }

    ConnectionRows connectionRows(ConnectionTable connections) {
        return new ConnectionRows(
                new RowWriter(dynamoDb, settings.get("hermes.connections.table"), threads), connections);
    }

    DeadRows deadRows(MeterRegistry meters) {
        return new DeadRows(dynamoDb, settings.get("hermes.connections.table"), Clock.systemUTC(), meters);
    }

    JointReading holdersOfRooms(Audience audience) {
        return JointReading.ofHolders(dynamoDb, settings.get("hermes.rooms.table"), audience);
    }

    JointReading connectionsOfRooms(Audience audience) {
        return JointReading.ofConnections(
                dynamoDb, settings.get("hermes.connections.table"), settings.get("hermes.connections.index"), audience);
    }

    KnownAttributes knownAttributes() {
        return new KnownAttributes(
                new RowReader(dynamoDb, settings.get("hermes.connections.table"), threads), this::later);
    }

    RoomUsers roomUsers(Nodes nodes) {
        return new RoomUsers(
                dynamoDb, settings.get("hermes.connections.table"), settings.get("hermes.connections.index"), nodes);
    }

    TokenHashes tokenHashes() {
        return new TokenHashes(dynamoDb, settings.get("hermes.tokens.table"), threads);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        requests.shutdown();
        answers.shutdown();
        dynamoDb.close();
    }
}
