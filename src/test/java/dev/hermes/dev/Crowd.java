package dev.hermes.dev;

import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Thousands of clients that come at once, stay, and need few threads. */
public final class Crowd implements AutoCloseable {

    private static final int LET_IN = 101;
    /** The answer to a client whose connection was cut. */
    private static final int NONE = 0;

    private static final int MOST = 20_000;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Vertx vertx = Vertx.vertx();
    private final WebSocketClient client = vertx.createWebSocketClient(
            new WebSocketClientOptions().setMaxConnections(MOST).setConnectTimeout((int) PATIENCE.toMillis()));
    private final Map<Integer, Integer> answers = new ConcurrentSkipListMap<>();
    private final Set<WebSocket> open = ConcurrentHashMap.newKeySet();

    /** All of them ask to be let in. Done when each has been answered. */
    public CompletableFuture<Void> come(List<URI> uris) {
        return CompletableFuture.allOf(uris.stream().map(this::come).toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<Integer> come(URI uri) {
        WebSocketConnectOptions request = new WebSocketConnectOptions()
                .setHost(uri.getHost())
                .setPort(uri.getPort())
                .setURI(uri.getRawPath() + "?" + uri.getRawQuery());
        return client.connect(request)
                .map(socket -> {
                    open.add(socket);
                    socket.closeHandler(closed -> open.remove(socket));
                    return LET_IN;
                })
                .otherwise(failure -> failure instanceof UpgradeRejectedException refusal ? refusal.getStatus() : NONE)
                .map(status -> answers.merge(status, 1, Integer::sum))
                .toCompletionStage()
                .toCompletableFuture();
    }

    /** How often each status was the answer; 0 stands for none. */
    public Map<Integer, Integer> answers() {
        return answers;
    }

    public int open() {
        return open.size();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
