package dev.hermes;

import dev.hermes.access.TokenTable;
import dev.hermes.table.RoomsTable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Finds out at start what would otherwise fail at the first client or message. */
final class Preflight {

    private static final AttributeValue NOBODY = AttributeValue.fromS("hermes-preflight");

    private final List<CompletableFuture<Void>> checks;

    private Preflight(List<CompletableFuture<Void>> checks) {
        this.checks = checks;
    }

    /**
     * Asks for the tables and the index, beside the rest of the start. Needs no permission that serving does not need: it
     * looks for a room and a token that nobody has.
     */
    static Preflight begin(Settings settings, DynamoDbClient dynamoDb) {
        return new Preflight(Stream.<Runnable>of(
                        () -> connections(
                                dynamoDb,
                                settings.get("hermes.connections.table"),
                                settings.get("hermes.connections.index")),
                        () -> tokens(dynamoDb, settings.get("hermes.tokens.table")),
                        () -> rooms(dynamoDb, settings.get("hermes.rooms.table")))
                .map(CompletableFuture::runAsync)
                .toList());
    }

    /** @throws SdkException if something is missing, forbidden or out of reach */
    void finish() {
        try {
            CompletableFuture.allOf(checks.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof SdkException missing) {
                throw missing;
            }
            throw e;
        }
    }

    /**
     * The settings, with the URLs of both queues. Camel would look for them in a list of all queues of the account.
     *
     * @throws software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException if one is missing
     */
    static Settings queues(Settings settings, SqsClient sqs) {
        Settings found = settings;
        for (String key : List.of("hermes.notifications.queue", "hermes.notifications.dead-letter-queue")) {
            if (settings.get(key + "-url").isEmpty()) {
                String url =
                        sqs.getQueueUrl(get -> get.queueName(settings.get(key))).queueUrl();
                found = found.with(key + "-url", url);
            }
        }
        return found;
    }

    /**
     * Camel only logs it when the port of health and metrics is taken.
     *
     * @throws BindException if something listens on one of the ports; the message says which key sets it
     */
    static void ports(Settings settings) throws IOException {
        for (String server : List.of("hermes.gateway", "hermes.management")) {
            String host = settings.get(server + ".host");
            int port = settings.number(server + ".port");
            try (ServerSocket probe = new ServerSocket()) {
                probe.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            } catch (BindException e) {
                throw new BindException(host + ":" + port + " cannot be listened on (" + e.getMessage()
                        + "): end what listens there, or set " + server + ".port");
            }
        }
    }

    private static void connections(DynamoDbClient dynamoDb, String table, String index) {
        // As a look-up asks, about a room that nobody is in.
        dynamoDb.query(query -> query.tableName(table)
                .indexName(index)
                .keyConditionExpression("room_id = :nobody")
                .expressionAttributeValues(Map.of(":nobody", NOBODY)));
    }

    private static void tokens(DynamoDbClient dynamoDb, String table) {
        dynamoDb.getItem(get -> get.tableName(table).key(Map.of(TokenTable.USER, NOBODY, TokenTable.ROOM, NOBODY)));
    }

    private static void rooms(DynamoDbClient dynamoDb, String table) {
        dynamoDb.getItem(get -> get.tableName(table).key(RoomsTable.key(NOBODY.s(), NOBODY.s())));
    }
}
