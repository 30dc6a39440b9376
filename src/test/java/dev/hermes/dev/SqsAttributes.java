package dev.hermes.dev;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Stands before ElasticMQ for Terraform, which waits until a queue says what it was made with.
 *
 * <p>ElasticMQ takes two attributes and does not give them back, and it names a queue that is gone without the header by
 * which AWS's clients know it. This adds both, and passes everything else on.
 */
public final class SqsAttributes implements AutoCloseable {

    private static final Pattern FORGOTTEN =
            Pattern.compile("\"(MaximumMessageSize|MessageRetentionPeriod)\":\"\\d+\"");
    private static final Pattern QUEUE = Pattern.compile("\"Queue(?:Name|Url)\":\"(?:[^\"]*/)?([^\"/]+)\"");
    private static final String ACTION = "X-Amz-Target";
    private static final List<String> PASSED_ON = List.of(ACTION, "Content-Type", "Authorization", "X-Amz-Date");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, String> remembered = new ConcurrentHashMap<>();
    private final URI sqs;

    public SqsAttributes(String sqsEndpoint) throws IOException {
        sqs = URI.create(sqsEndpoint);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::passOn);
        server.setExecutor(threads);
        server.start();
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void passOn(HttpExchange exchange) throws IOException {
        try (exchange) {
            String action = exchange.getRequestHeaders().getFirst(ACTION);
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            Matcher named = QUEUE.matcher(body);
            String queue = named.find() ? named.group(1) : "";
            if (action.endsWith(".CreateQueue")) {
                String attributes = FORGOTTEN
                        .matcher(body)
                        .results()
                        .map(MatchResult::group)
                        .collect(Collectors.joining(","));
                remembered.put(queue, attributes);
            }
            HttpResponse<String> answer = ask(exchange, body);
            byte[] text = complete(action, queue, answer).getBytes(UTF_8);
            answer.headers().firstValue("content-type").ifPresent(type -> exchange.getResponseHeaders()
                    .set("content-type", type));
            if (answer.body().contains("QueueDoesNotExist")) {
                exchange.getResponseHeaders()
                        .set("x-amzn-query-error", "AWS.SimpleQueueService.NonExistentQueue;Sender");
            }
            exchange.sendResponseHeaders(answer.statusCode(), text.length == 0 ? -1 : text.length);
            exchange.getResponseBody().write(text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<String> ask(HttpExchange exchange, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(sqs.resolve(exchange.getRequestURI())).POST(BodyPublishers.ofString(body));
        for (String header : PASSED_ON) {
            String value = exchange.getRequestHeaders().getFirst(header);
            if (value != null) {
                request.header(header, value);
            }
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private String complete(String action, String queue, HttpResponse<String> answer) {
        String attributes = remembered.getOrDefault(queue, "");
        return action.endsWith(".GetQueueAttributes") && !attributes.isEmpty()
                ? answer.body().replace("{\"Attributes\":{", "{\"Attributes\":{" + attributes + ",")
                : answer.body();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
