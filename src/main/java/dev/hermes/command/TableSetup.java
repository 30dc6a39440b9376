package dev.hermes.command;

import dev.hermes.access.TokenTable;
import dev.hermes.connection.ConnectionTable;
import dev.hermes.table.RoomsTable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** Creates the tables that are missing, and the index and TTL of a table that another writer made. */
final class TableSetup {

    private static final Duration POLL = Duration.ofSeconds(2);

    private static final List<KeySchemaElement> INDEX_KEY =
            List.of(key(ConnectionTable.ROOM, KeyType.HASH), key(ConnectionTable.ID, KeyType.RANGE));
    /** No more than a look-up needs: what is projected is paid for at every change of a row. */
    private static final Projection INDEX_PROJECTION = Projection.builder()
            .projectionType(ProjectionType.INCLUDE)
            .nonKeyAttributes(ConnectionTable.USER, ConnectionTable.ENDPOINT)
            .build();

    private final DynamoDbClient dynamoDb;
    private final PrintWriter out;
    private final Progress progress;

    TableSetup(DynamoDbClient dynamoDb, PrintWriter out, Progress progress) {
        this.dynamoDb = dynamoDb;
        this.out = out;
        this.progress = progress;
    }

    void connections(String table, String index) {
        create(CreateTableRequest.builder()
                .tableName(table)
                .keySchema(key(ConnectionTable.ID, KeyType.HASH))
                .attributeDefinitions(string(ConnectionTable.ID), string(ConnectionTable.ROOM))
                .globalSecondaryIndexes(GlobalSecondaryIndex.builder()
                        .indexName(index)
                        .keySchema(INDEX_KEY)
                        .projection(INDEX_PROJECTION)
                        .build()));
        addIndex(table, index);
        expire(table, ConnectionTable.EXPIRES_AT);
    }

    void tokens(String table) {
        create(CreateTableRequest.builder()
                .tableName(table)
                .keySchema(key(TokenTable.USER, KeyType.HASH), key(TokenTable.ROOM, KeyType.RANGE))
                .attributeDefinitions(string(TokenTable.USER), string(TokenTable.ROOM)));
    }

    void rooms(String table) {
        create(CreateTableRequest.builder()
                .tableName(table)
                .keySchema(key(RoomsTable.PART, KeyType.HASH), key(RoomsTable.ITEM, KeyType.RANGE))
                .attributeDefinitions(string(RoomsTable.PART), string(RoomsTable.ITEM)));
        expire(table, RoomsTable.EXPIRES_AT);
    }

    private void create(CreateTableRequest.Builder request) {
        CreateTableRequest create =
                request.billingMode(BillingMode.PAY_PER_REQUEST).build();
        try {
            describe(create.tableName());
            out.println("Table " + create.tableName() + " is there");
        } catch (ResourceNotFoundException missing) {
            out.println("Table " + create.tableName() + " is being created");
            out.flush();
            progress.during("Waiting until table " + create.tableName() + " can be used", () -> {
                dynamoDb.createTable(create);
                dynamoDb.waiter().waitUntilTableExists(get -> get.tableName(create.tableName()));
            });
            out.println("Table " + create.tableName() + " created");
        }
    }

    private void addIndex(String table, String index) {
        if (index(table, index) != null) {
            return;
        }
        out.println("Table " + table + " lacks " + index + ": adding it, which takes minutes");
        out.flush();
        dynamoDb.updateTable(update -> update.tableName(table)
                .attributeDefinitions(string(ConnectionTable.ID), string(ConnectionTable.ROOM))
                .globalSecondaryIndexUpdates(GlobalSecondaryIndexUpdate.builder()
                        .create(gsi -> gsi.indexName(index).keySchema(INDEX_KEY).projection(INDEX_PROJECTION))
                        .build()));
        progress.during("Waiting until index " + index + " can be used", () -> {
            while (index(table, index).indexStatus() != IndexStatus.ACTIVE) {
                pause();
            }
        });
        out.println("Index " + index + " created");
    }

    private void expire(String table, String attribute) {
        TimeToLiveStatus status = dynamoDb.describeTimeToLive(get -> get.tableName(table))
                .timeToLiveDescription()
                .timeToLiveStatus();
        if (status == TimeToLiveStatus.DISABLED) {
            dynamoDb.updateTimeToLive(update -> update.tableName(table)
                    .timeToLiveSpecification(ttl -> ttl.attributeName(attribute).enabled(true)));
            out.println("Table " + table + ": rows expire by " + attribute);
        }
    }

    private GlobalSecondaryIndexDescription index(String table, String name) {
        return describe(table).globalSecondaryIndexes().stream()
                .filter(index -> index.indexName().equals(name))
                .findFirst()
                .orElse(null);
    }

    private TableDescription describe(String table) {
        return dynamoDb.describeTable(get -> get.tableName(table)).table();
    }

    private static void pause() {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while an index was being made; run setup again", e);
        }
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
}
