package dev.hermes.dev;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Stands in for a collector of traces: takes what OTLP over HTTP posts, or hangs, or refuses it. */
public final class CollectorStandIn implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int OK = 200;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final List<String> resources = new CopyOnWriteArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile int status = OK;
    private CountDownLatch hanging = new CountDownLatch(0);

    public CollectorStandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** As {@code hermes.tracing.endpoint} wants it. */
    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Takes requests and answers none from now on. */
    public synchronized void hang() {
        hanging = new CountDownLatch(1);
    }

    /** Takes what comes from now on; what hung is lost. */
    public synchronized void goOn() {
        hanging.countDown();
    }

    private synchronized CountDownLatch hanging() {
        return hanging;
    }

    /** Answers all requests with this status from now on. */
    public void answer(int other) {
        status = other;
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            CountDownLatch hang = hanging();
            if (hang.getCount() > 0) {
                hang.await();
                return;
            }
            if (status == OK) {
                take(ExportTraceServiceRequest.parseFrom(body));
                exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            }
            exchange.sendResponseHeaders(status, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(ExportTraceServiceRequest request) {
        request.getResourceSpansList().forEach(resource -> {
            resources.add(attributes(resource.getResource().getAttributesList()).toString());
            resource.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList()));
        });
    }

    public int requests() {
        return requests.get();
    }

    /** What the senders of spans say of themselves. */
    public List<String> resources() {
        return resources;
    }

    public List<Span> spans() {
        return spans;
    }

    /** The first span like this, once it has come. */
    public Span await(Predicate<Span> like) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> spans.stream().filter(like).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    /** The first span of this SQS message, once it has come. */
    public Span ofMessage(String messageId) {
        return await(span -> messageId.equals(attributes(span).get("messaging.message.id"))
                && span.getKind() == Span.SpanKind.SPAN_KIND_CONSUMER);
    }

    public static Map<String, String> attributes(Span span) {
        return attributes(span.getAttributesList());
    }

    /** Events in their order, each as its name and its attributes. */
    public static List<String> events(Span span) {
        return span.getEventsList().stream()
                .map(event -> event.getName() + " " + attributes(event.getAttributesList()))
                .toList();
    }

    private static Map<String, String> attributes(List<KeyValue> list) {
        Map<String, String> attributes = new TreeMap<>();
        list.forEach(one -> attributes.put(
                one.getKey(),
                one.getValue().hasIntValue()
                        ? Long.toString(one.getValue().getIntValue())
                        : one.getValue().getStringValue()));
        return attributes;
    }

    @Override
    public void close() {
        goOn();
        server.stop(0);
        threads.shutdownNow();
    }
}
