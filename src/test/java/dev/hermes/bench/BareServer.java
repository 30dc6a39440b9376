package dev.hermes.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * The least that Java does with the same parts: Vert.x WebSockets that anybody may open, and a loop that takes ten messages
 * off a queue, writes each to all sockets of its room, and deletes the ten.
 *
 * <p>A process of its own: {@code BareServer port sqs-endpoint queue-url dynamodb-endpoint}. With the last one not empty, it
 * reads the table of rooms once for each message, as Hermes does.
 */
public final class BareServer {

    private static final int WAIT_SECONDS = 3;
    private static final String ROOM = "\"room_id\":\"";

    private final Map<String, Set<ServerWebSocket>> rooms = new ConcurrentHashMap<>();
    private final SqsClient sqs;
    private final String queue;
    private final DynamoDbClient tables;

    private BareServer(SqsClient sqs, String queue, DynamoDbClient tables) {
        this.sqs = sqs;
        this.queue = queue;
        this.tables = tables;
    }

    public static void main(String[] args) throws Exception {
        SqsClient sqs =
                SqsClient.builder().endpointOverride(URI.create(args[1])).build();
        DynamoDbClient tables = args[3].isEmpty()
                ? null
                : DynamoDbClient.builder().endpointOverride(URI.create(args[3])).build();
        BareServer server = new BareServer(sqs, args[2], tables);
        server.listen(Integer.parseInt(args[0]));
        while (!Thread.currentThread().isInterrupted()) {
            server.deliverTen();
        }
    }

    private void listen(int port) throws Exception {
        Vertx vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(Runtime.getRuntime().availableProcessors()));
        vertx.createHttpServer(new HttpServerOptions()
                        .setMaxInitialLineLength(16 * 1024)
                        .setAcceptBacklog(4096))
                .webSocketHandler(socket -> {
                    // No others: what a socket costs that is only open is measured, too.
                    if (socket.query().startsWith("looped")) {
                        rooms.computeIfAbsent(socket.query(), any -> ConcurrentHashMap.newKeySet())
                                .add(socket);
                    }
                })
                .listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    private void deliverTen() {
        List<Message> messages = sqs.receiveMessage(receive ->
                        receive.queueUrl(queue).maxNumberOfMessages(10).waitTimeSeconds(WAIT_SECONDS))
                .messages();
        if (messages.isEmpty()) {
            return;
        }
        for (Message message : messages) {
            deliver(message.body());
        }
        sqs.deleteMessageBatch(delete -> delete.queueUrl(queue)
                .entries(messages.stream()
                        .map(message -> DeleteMessageBatchRequestEntry.builder()
                                .id(message.messageId())
                                .receiptHandle(message.receiptHandle())
                                .build())
                        .toList()));
    }

    private void deliver(String notification) {
        int key = notification.indexOf(ROOM);
        int end = notification.indexOf('"', key + ROOM.length());
        String room = notification.substring(key + ROOM.length(), end);
        if (tables != null) {
            lookUp(room);
        }
        String frame = notification.substring(0, key) + notification.substring(end + 2);
        rooms.getOrDefault(room, Set.of()).forEach(socket -> socket.writeTextMessage(frame));
    }

    private void lookUp(String room) {
        tables.query(query -> query.tableName("hermesRooms")
                .consistentRead(true)
                .keyConditionExpression("#part = :part")
                .expressionAttributeNames(Map.of("#part", "part"))
                .expressionAttributeValues(Map.of(":part", AttributeValue.fromS(room))));
    }
}
