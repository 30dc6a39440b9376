package dev.hermes.dev;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A client as a browser is one: keeps what it gets, answers pings and closes. */
public final class WebSocketClient implements WebSocket.Listener, AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final CompletableFuture<Void> pong = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final Consumer<String> listener;
    private WebSocket socket;

    /** @param listener gets the frames; null where they are kept instead */
    private WebSocketClient(Consumer<String> listener) {
        this.listener = listener == null ? frames::add : listener;
    }

    /** @throws Refused if the handshake is answered with anything but 101 */
    public static WebSocketClient open(URI uri, String... headers) {
        return open(uri, null, headers);
    }

    /**
     * @param listener gets each frame as it comes; none is kept
     * @throws Refused if the handshake is answered with anything but 101
     */
    public static WebSocketClient open(URI uri, Consumer<String> listener, String... headers) {
        WebSocketClient client = new WebSocketClient(listener);
        WebSocket.Builder builder = HTTP.newWebSocketBuilder().connectTimeout(PATIENCE);
        for (int i = 0; i < headers.length; i += 2) {
            if (headers[i].equals("Sec-WebSocket-Protocol")) {
                List<String> protocols = List.of(headers[i + 1].split(", "));
                builder.subprotocols(
                        protocols.get(0), protocols.subList(1, protocols.size()).toArray(String[]::new));
            } else {
                builder.header(headers[i], headers[i + 1]);
            }
        }
        try {
            client.socket = builder.buildAsync(uri, client).join();
            return client;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refusal) {
                throw new Refused(refusal.getResponse().statusCode());
            }
            throw e;
        }
    }

    /** The handshake was not answered with 101. */
    public static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final int status;

        Refused(int status) {
            super("Refused: " + status);
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    public WebSocketClient send(String text) {
        socket.sendText(text, true).join();
        return this;
    }

    /** Sends a message to a server that may be closing. */
    public void sendAny(String text) {
        socket.sendText(text, true).exceptionally(closed -> null).join();
    }

    /** One message in two frames. */
    public void sendInParts(String first, String second) {
        socket.sendText(first, false).join();
        socket.sendText(second, true).join();
    }

    /** Sends a ping and waits for its pong. */
    public void ping() throws Exception {
        socket.sendPing(ByteBuffer.wrap(new byte[] {1, 2, 3})).join();
        pong.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    public String subprotocol() {
        return socket.getSubprotocol();
    }

    /** The next frame; fails if none comes. */
    public String frame() throws InterruptedException {
        String frame = frames.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (frame == null) {
            throw new AssertionError("No frame came within " + PATIENCE);
        }
        return frame;
    }

    /** The last number of the room, as the greeting says: the next frame of a client that has asked for numbers. */
    public long head() throws Exception {
        return JSON.readTree(frame()).at("/hermes/head").longValue();
    }

    /** What has come and was not taken yet. */
    public List<String> frames() {
        return List.copyOf(frames);
    }

    /** The code with which the other side closed; 1006 if it did not say. */
    public int closeCode() throws Exception {
        return closed.get(PATIENCE.toSeconds() * 2, TimeUnit.SECONDS);
    }

    public boolean isOpen() {
        return !closed.isDone();
    }

    @Override
    public void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
                .exceptionally(failure -> null)
                .join();
    }

    /** Ends without a word, as a killed process does. */
    public void abort() {
        socket.abort();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            listener.accept(partial.toString());
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
        pong.complete(null);
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.complete(1006);
    }
}
