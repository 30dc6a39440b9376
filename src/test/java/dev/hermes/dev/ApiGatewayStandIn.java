package dev.hermes.dev;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Stands in for API Gateway's {@code @connections}: answers each connection with the statuses it is told, then 200.
 *
 * <p>It cannot show what AWS alone knows: signatures, IAM, quotas.
 */
public final class ApiGatewayStandIn implements AutoCloseable {

    /** A status that is never answered. */
    public static final int HANG = 0;

    private static final String STAGE = "/prod";
    private static final Duration LATENCY = Duration.ofMillis(20);

    private final Duration latency;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<String, Queue<Integer>> scripts = new ConcurrentHashMap<>();
    private final Map<String, List<String>> taken = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> posts = new ConcurrentHashMap<>();
    private final Set<String> deleted = ConcurrentHashMap.newKeySet();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger mostInFlight = new AtomicInteger();
    private final Map<String, Consumer<String>> listeners = new ConcurrentHashMap<>();
    private boolean held;

    public ApiGatewayStandIn() throws IOException {
        this(LATENCY);
    }

    /** @param latency how long it takes to answer */
    public ApiGatewayStandIn(Duration latency) throws IOException {
        this.latency = latency;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(STAGE + "/@connections/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + STAGE;
    }

    /** The answers to the first posts to a connection; all later ones are 200. */
    public void answers(String connectionId, Integer... statuses) {
        scripts.put(connectionId, new ConcurrentLinkedQueue<>(List.of(statuses)));
    }

    /** Frames of a connection go to {@code listener} as they are taken. */
    public void listen(String connectionId, Consumer<String> listener) {
        listeners.put(connectionId, listener);
    }

    /** Requests are taken and not answered from now on. */
    public synchronized void hold() {
        held = true;
    }

    /** What was held is answered, whether anybody still waits for it or not. */
    public synchronized void release() {
        held = false;
        notifyAll();
    }

    private synchronized void awaitRelease() throws InterruptedException {
        while (held) {
            wait();
        }
    }

    /** The frames that were answered with 200. */
    public List<String> taken(String connectionId) {
        return taken.getOrDefault(connectionId, List.of());
    }

    public int posts(String connectionId) {
        return posts.getOrDefault(connectionId, new AtomicInteger()).get();
    }

    public int mostInFlight() {
        return mostInFlight.get();
    }

    /** The connections that were deleted. */
    public Set<String> deleted() {
        return deleted;
    }

    private void answer(HttpExchange exchange) throws IOException {
        mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            String id = URLDecoder.decode(path.substring(path.lastIndexOf('/') + 1), UTF_8);
            if (exchange.getRequestMethod().equals("DELETE")) {
                deleted.add(id);
                exchange.sendResponseHeaders(204, -1);
                return;
            }
            String frame = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            posts.computeIfAbsent(id, any -> new AtomicInteger()).incrementAndGet();
            awaitRelease();
            Thread.sleep(latency.toMillis());
            Integer status =
                    scripts.getOrDefault(id, new ConcurrentLinkedQueue<>()).poll();
            if (status != null && status == HANG) {
                closing.await();
                return;
            }
            if (status == null || status == 200) {
                listeners
                        .getOrDefault(id, text -> taken.computeIfAbsent(id, any -> new CopyOnWriteArrayList<>())
                                .add(text))
                        .accept(frame);
            }
            exchange.sendResponseHeaders(status == null ? 200 : status, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            inFlight.decrementAndGet();
        }
    }

    @Override
    public void close() {
        release();
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
