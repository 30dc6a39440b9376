package dev.hermes.dev;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Stands before DynamoDB Local or ElasticMQ, passes requests on, and has the faults of AWS on command. */
public final class FaultyAws implements AutoCloseable {

    private static final String ACTION = "X-Amz-Target";
    private static final List<String> PASSED_ON = List.of(ACTION, "Content-Type", "Authorization", "X-Amz-Date");
    private static final String DYNAMODB = "com.amazonaws.dynamodb.v20120810#";

    private final URI behind;
    private final int port = FreePort.find();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();
    private final Semaphore hanging = new Semaphore(0);
    private volatile QueryMeter meter;
    private volatile Fault fault = Fault.NONE;
    private volatile Predicate<String> where = action -> true;
    private final AtomicReference<Trap> trap = new AtomicReference<>();
    private HttpServer server;

    /** When something happens to a request. */
    public enum Moment {
        /** It has come, and was not passed on. */
        ASKED,
        /** It was passed on and answered, and whoever asked has not been told. */
        ANSWERED
    }

    private record Trap(Moment moment, Predicate<String> such, BooleanSupplier then) {

        boolean isFor(Moment now, String text) {
            return now == moment && such.test(text);
        }
    }

    /** What becomes of a request. */
    public enum Fault {
        NONE,
        /** It is taken, and never answered. */
        HANG,
        /** 500. */
        ERROR,
        /** 400, too many requests. */
        THROTTLE,
        /** 400, no permission. */
        DENY,
        /** 400, the request itself is wrong. */
        REFUSE
    }

    public FaultyAws(String endpoint) {
        behind = URI.create(endpoint);
        listen();
    }

    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    /** Every request has this fault from now on. */
    public void all(Fault next) {
        some(next, action -> true);
    }

    /** Requests have this fault from now on if their text, action and body, is such. */
    public void some(Fault next, Predicate<String> such) {
        where = such;
        fault = next;
        if (next != Fault.HANG) {
            hanging.release(hanging.getQueueLength());
        }
    }

    /**
     * At the next such request, once, something happens.
     *
     * @param such is asked with the text of the request, action and body, and with that of the answer, if there is one yet
     * @param then says whether to go on with the request after that
     */
    public void trap(Moment moment, Predicate<String> such, BooleanSupplier then) {
        trap.set(new Trap(moment, such, then));
    }

    private boolean isStopped(Moment moment, String text) {
        Trap set = trap.get();
        return set != null
                && set.isFor(moment, text)
                && trap.compareAndSet(set, null)
                && !set.then().getAsBoolean();
    }

    /** Connections are refused from now on. */
    public void refuseConnections() {
        server.stop(0);
    }

    /** Connections are taken again. */
    public void takeConnections() {
        listen();
    }

    /** What queries consume is added up from now on. */
    public void meter(QueryMeter next) {
        meter = next;
    }

    /** How many requests have come so far, whatever became of them. */
    public int requests() {
        return requests.get();
    }

    private void listen() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            server.createContext("/", this::answer);
            server.setExecutor(threads);
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try (exchange) {
            String action = exchange.getRequestHeaders().getFirst(ACTION);
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            if (isStopped(Moment.ASKED, action + " " + body)) {
                return;
            }
            if (fault != Fault.NONE && where.test(action + " " + body)) {
                fail(exchange, fault);
            } else {
                passOn(exchange, action, body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void fail(HttpExchange exchange, Fault now) throws IOException, InterruptedException {
        switch (now) {
            case HANG -> hanging.acquire();
            case ERROR -> send(exchange, 500, "InternalServerError", "It broke");
            case THROTTLE -> send(exchange, 400, "ProvisionedThroughputExceededException", "Too many requests");
            case DENY -> send(exchange, 400, "AccessDeniedException", "You are not authorized");
            case REFUSE -> send(exchange, 400, "ValidationException", "One or more parameter values were invalid");
            default -> throw new IllegalStateException("No fault: " + now);
        }
    }

    private static void send(HttpExchange exchange, int status, String code, String message) throws IOException {
        byte[] text = ("{\"__type\":\"" + DYNAMODB + code + "\",\"message\":\"" + message + "\"}").getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(status, text.length);
        exchange.getResponseBody().write(text);
    }

    private void passOn(HttpExchange exchange, String action, String body) throws IOException, InterruptedException {
        QueryMeter metering = meter;
        HttpRequest.Builder request = HttpRequest.newBuilder(behind.resolve(exchange.getRequestURI()))
                .POST(BodyPublishers.ofString(metering == null ? body : metering.asking(action, body)));
        for (String header : PASSED_ON) {
            String value = exchange.getRequestHeaders().getFirst(header);
            if (value != null) {
                request.header(header, value);
            }
        }
        HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
        if (metering != null) {
            metering.answered(action, body, answer.body());
        }
        if (isStopped(Moment.ANSWERED, action + " " + body + " " + new String(answer.body(), UTF_8))) {
            return;
        }
        answer.headers().firstValue("content-type").ifPresent(type -> exchange.getResponseHeaders()
                .set("Content-Type", type));
        exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
        exchange.getResponseBody().write(answer.body());
    }

    @Override
    public void close() {
        all(Fault.NONE);
        server.stop(0);
        threads.shutdownNow();
    }
}
