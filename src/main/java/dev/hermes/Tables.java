package dev.hermes;

import dev.hermes.access.TokenHashes;
import dev.hermes.access.TokenTable;
import dev.hermes.connection.Connection;
import dev.hermes.connection.ConnectionRows;
import dev.hermes.connection.ConnectionTable;
import dev.hermes.connection.Leases;
import dev.hermes.dependency.TableProbe;
import dev.hermes.table.TableThreads;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What is kept in DynamoDB, as the settings want it. */
public final class Tables implements AutoCloseable {

    /** Of one kind at a time: reads of tokens, or writes of connections. */
    private static final int REQUESTS = 2;

    private static final int KINDS = 2;

    /** Far more than the handshakes that are under way at a time. */
    private static final int MOST_WAITING = 5_000;
    /** A connect needs two requests, and is answered within three seconds. */
    private static final Duration DEADLINE = Duration.ofMillis(1_400);

    private final Settings settings;
    private final DynamoDbClient dynamoDb;
    private final ExecutorService requests = threads("table", KINDS * REQUESTS);
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "table-clock"));
    private final ExecutorService answers;
    private final TableThreads threads;
    private final ConnectionTable connections;
    private final ConnectionRows rows;

    Tables(Settings settings, DynamoDbClient dynamoDb) {
        this.settings = settings;
        this.dynamoDb = dynamoDb;
        this.answers = threads("after-table", settings.number("hermes.websocket.handshake-threads"));
        this.threads = new TableThreads(REQUESTS, MOST_WAITING, DEADLINE, requests, answers, this::later);
        this.connections = new ConnectionTable(settings.get("hermes.node.endpoint"), lease(), Clock.systemUTC());
        this.rows = new ConnectionRows(dynamoDb, settings.get("hermes.connections.table"), connections, threads);
    }

    private static ExecutorService threads(String name, int count) {
        AtomicInteger number = new AtomicInteger();
        return Executors.newFixedThreadPool(count, task -> new Thread(task, name + "-" + number.incrementAndGet()));
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
            TableProbe.ofTable(dynamoDb, settings.get("hermes.tokens.table"), List.of(TokenTable.USER, TokenTable.ROOM))
        };
    }

    private void later(Duration after, Runnable task) {
        clock.schedule(task, after.toMillis(), TimeUnit.MILLISECONDS);
    }

    DynamoDbClient dynamoDb() {
        return dynamoDb;
    }

    ConnectionTable connections() {
        return connections;
    }

    ConnectionRows rows() {
        return rows;
    }

    TokenHashes tokenHashes() {
        return new TokenHashes(dynamoDb, settings.get("hermes.tokens.table"), threads);
    }

    /** @param own the connections that this node holds now */
    Leases leases(Supplier<Collection<Connection>> own) {
        return new Leases(
                dynamoDb, settings.get("hermes.connections.table"), connections, lease(), Clock.systemUTC(), own);
    }

    private Duration lease() {
        return Duration.ofSeconds(settings.number("hermes.node.lease-seconds"));
    }

    @Override
    public void close() {
        clock.shutdownNow();
        requests.shutdown();
        answers.shutdown();
        dynamoDb.close();
    }
}
