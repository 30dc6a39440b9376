package dev.hermes.history;

import dev.hermes.dev.LocalDynamoDb;
import dev.hermes.dev.SettableClock;
import dev.hermes.notification.Aim;
import dev.hermes.table.RoomsTable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The histories of several processes over one table. */
final class HistoriesUnderTest implements AutoCloseable {

    static final String ROOM = "lobby";
    static final Duration WINDOW = Duration.ofHours(1);

    private static final String TABLE = "hermesRooms";
    private static final RoomsTable LAYOUT = new RoomsTable(TABLE, "");

    final SettableClock clock = new SettableClock(Instant.parse("2026-01-08T12:00:00Z"));
    private final LocalDynamoDb server = new LocalDynamoDb(0);
    private final List<ScheduledExecutorService> threads = new ArrayList<>();
    private final DynamoDbClient dynamoDb;

    HistoriesUnderTest() throws Exception {
        dynamoDb = DynamoDbClient.builder()
                .endpointOverride(URI.create(server.endpoint()))
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .build();
        dynamoDb.createTable(create -> create.tableName(TABLE)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(key(RoomsTable.PART, KeyType.HASH), key(RoomsTable.ITEM, KeyType.RANGE))
                .attributeDefinitions(string(RoomsTable.PART), string(RoomsTable.ITEM)));
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static AttributeDefinition string(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    /** One process' view of the table, its clock and its faults. */
    record Process(FaultyTable table, History history) {

        long append(Message message) {
            return get(history.append(ROOM, message));
        }

        List<Numbered> readAll(long from) {
            List<Numbered> all = new ArrayList<>();
            long next = from;
            Part part;
            do {
                part = get(history.readNow(ROOM, next));
                all.addAll(part.messages());
                next = part.next();
            } while (part.more());
            return all;
        }

        Opening open(Since since) {
            return get(history.open(ROOM, since, get(history.head(ROOM))));
        }
    }

    Process process() {
        return process(clock);
    }

    Process process(Clock own) {
        FaultyTable table = new FaultyTable(dynamoDb);
        ScheduledExecutorService pool = Executors.newScheduledThreadPool(4);
        threads.add(pool);
        return new Process(
                table,
                new History(
                        table.client(),
                        LAYOUT,
                        new History.Limits(WINDOW, 10_000),
                        own,
                        pool,
                        new SimpleMeterRegistry()));
    }

    HistoryTable table() {
        return new HistoryTable(dynamoDb, LAYOUT, WINDOW, clock);
    }

    void delete(Row row) {
        dynamoDb.deleteItem(delete -> delete.tableName(TABLE).key(LAYOUT.messageKey(ROOM, row.first())));
    }

    Message message(String id) {
        return new Message(id, clock.millis(), "{\"data\":\"" + id + "\"}", Aim.EVERYBODY);
    }

    static Message ofLength(String id, int length) {
        return new Message(id, Message.UNSENT, "x".repeat(length), Aim.EVERYBODY);
    }

    static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        threads.forEach(ScheduledExecutorService::shutdownNow);
        dynamoDb.close();
        server.close();
    }
}
