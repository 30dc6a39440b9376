package dev.hermes.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * The least that Java does with the same parts: Vert.x WebSockets that anybody may open, and a loop that takes ten messages
 * off a queue, writes each to all of them, and deletes the ten.
 *
 * <p>A process of its own: {@code BareServer port sqs-endpoint queue-url}.
 */
public final class BareServer {

    private static final int WAIT_SECONDS = 3;

    private BareServer() {}

    public static void main(String[] args) throws Exception {
        List<ServerWebSocket> sockets = new CopyOnWriteArrayList<>();
        Vertx vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(Runtime.getRuntime().availableProcessors()));
        vertx.createHttpServer(new HttpServerOptions()
                        .setMaxInitialLineLength(16 * 1024)
                        .setAcceptBacklog(4096))
                .webSocketHandler(socket -> {
                    // Only those of the loop's room: a list of thousands would be copied for each.
                    if ("looped".equals(socket.query())) {
                        sockets.add(socket);
                    }
                })
                .listen(Integer.parseInt(args[0]), "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        try (SqsClient sqs =
                SqsClient.builder().endpointOverride(URI.create(args[1])).build()) {
            while (!Thread.currentThread().isInterrupted()) {
                loop(sqs, args[2], sockets);
            }
        }
    }

    private static void loop(SqsClient sqs, String queue, List<ServerWebSocket> sockets) {
        List<Message> messages = sqs.receiveMessage(receive ->
                        receive.queueUrl(queue).maxNumberOfMessages(10).waitTimeSeconds(WAIT_SECONDS))
                .messages();
        if (messages.isEmpty()) {
            return;
        }
        for (Message message : messages) {
            sockets.forEach(socket -> socket.writeTextMessage(message.body()));
        }
        sqs.deleteMessageBatch(delete -> delete.queueUrl(queue)
                .entries(messages.stream()
                        .map(message -> DeleteMessageBatchRequestEntry.builder()
                                .id(message.messageId())
                                .receiptHandle(message.receiptHandle())
                                .build())
                        .toList()));
    }
}
