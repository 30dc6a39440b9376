package dev.hermes;

import dev.hermes.access.TokenHashes;
import dev.hermes.audience.DeadRows;
import dev.hermes.audience.RoomUsers;
import dev.hermes.audience.StayRows;
import dev.hermes.connection.ConnectionRows;
import dev.hermes.connection.ConnectionTable;
import dev.hermes.node.Lease;
import dev.hermes.node.NodeRows;
import dev.hermes.node.Nodes;
import dev.hermes.table.RowWriter;
import dev.hermes.table.TableThreads;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What is kept in DynamoDB, as the settings want it. */
public final class Tables implements AutoCloseable {

    /** Of one kind at a time: reads of tokens, writes of connections, or writes of rooms. */
    private static final int REQUESTS = 2;

    private static final int KINDS = 3;

    private final Settings settings;
    private final DynamoDbClient dynamoDb;
    private final ExecutorService requests = threads("table", KINDS * REQUESTS);
    private final ExecutorService answers;
    private final TableThreads threads;

    Tables(Settings settings, DynamoDbClient dynamoDb) {
        this.settings = settings;
        this.dynamoDb = dynamoDb;
        this.answers = threads("after-table", settings.number("hermes.websocket.handshake-threads"));
        this.threads = new TableThreads(REQUESTS, requests, answers);
    }

    private static ExecutorService threads(String name, int count) {
        AtomicInteger number = new AtomicInteger();
        return Executors.newFixedThreadPool(count, task -> new Thread(task, name + "-" + number.incrementAndGet()));
    }

    DynamoDbClient dynamoDb() {
        return dynamoDb;
    }

    NodeRows nodeRows() {
        return new NodeRows(dynamoDb, settings.get("hermes.rooms.table"), Clock.systemUTC());
    }

    StayRows stayRows(Lease lease) {
        return new StayRows(
                new RowWriter(dynamoDb, settings.get("hermes.rooms.table"), threads), lease, Clock.systemUTC());
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

    RoomUsers roomUsers(Nodes nodes) {
        return new RoomUsers(
                dynamoDb, settings.get("hermes.connections.table"), settings.get("hermes.connections.index"), nodes);
    }

    TokenHashes tokenHashes() {
        return new TokenHashes(dynamoDb, settings.get("hermes.tokens.table"), threads);
    }

    @Override
    public void close() {
        requests.shutdown();
        answers.shutdown();
        dynamoDb.close();
    }
}
