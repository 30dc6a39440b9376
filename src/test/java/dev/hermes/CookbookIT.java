package dev.hermes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hermes.dev.ApiCall;
import dev.hermes.dev.DevStack;
import dev.hermes.dev.Example;
import dev.hermes.dev.Metrics;
import dev.hermes.dev.RuleFolder;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import dev.hermes.explain.Explained.Frame;
import dev.hermes.explain.SampleConnections;
import dev.hermes.rules.RuleFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.model.Message;

/** The rules of {@code examples/} on a running Hermes, taken up one after the other while clients stay connected. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CookbookIT {

    private static final int UNAVAILABLE = 503;

    private Path folder;

    private DevStack stack;
    private World world;
    private Metrics metrics;
    private Path routes;
    private HttpServer service;
    private String copies;
    private final AtomicInteger status = new AtomicInteger(UNAVAILABLE);
    private final Queue<String> posted = new ConcurrentLinkedQueue<>();

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        routes = folder.resolve("routes");
        RuleFolder.copyOf(Path.of("routes"), routes);
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", this::answer);
        service.start();
        Files.writeString(folder.resolve("application.properties"), """
                hermes.access.attributes = role
                digest.millis = 1000
                quiet.from = 0
                quiet.to = 0
                clock.millis = 1000
                orders.url = http://127.0.0.1:%1$d/orders
                webhook.url = http://127.0.0.1:%1$d/webhook
                """.formatted(
                        service.getAddress().getPort()));
        stack = Stacks.start(folder, Map.of("HERMES_ROUTES_RELOAD", "true"));
        world = new World(stack);
        metrics = new Metrics(world.settings());
        copies = world.sqs()
                .createQueue(create -> create.queueName("hermes-copies"))
                .queueUrl();
    }

    private void answer(HttpExchange call) throws IOException {
        posted.add(new String(call.getRequestBody().readAllBytes(), UTF_8));
        byte[] order = "{\"id\":7,\"total\":1.50}".getBytes(UTF_8);
        call.sendResponseHeaders(status.get(), order.length);
        call.getResponseBody().write(order);
        call.close();
    }

    @AfterAll
    void stop() {
        world.close();
        stack.close();
        service.stop(0);
    }

    static List<Example> examples() throws IOException {
        return Example.all();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void doesWhatExplainSays(Example example) throws Exception {
        use(example);
        Map<String, WebSocketClient> clients = Map.of(
                "shop in lobby", world.join("shop", "lobby"),
                "ada in lobby", world.join("ada", "lobby", Map.of("role", "staff")),
                "bob in lobby", world.join("bob", "lobby"),
                "ada in orders", world.join("ada", "orders"));
        List<Frame> explained = explain(example);

        world.send(example.read("message.json"));

        await().untilAsserted(() -> assertThat(world.undelivered()).isZero());
        clients.forEach((who, client) -> {
            List<String> expected = explained.stream()
                    .filter(frame -> who.equals(frame.user() + " in " + frame.room()))
                    .map(Frame::frame)
                    .toList();
            await().untilAsserted(() -> assertThat(client.frames()).as(who).isEqualTo(expected));
        });
        clients.values().forEach(WebSocketClient::close);
        await().untilAsserted(() -> assertThat(world.rows("lobby")).isEmpty());
    }

    private List<Frame> explain(Example example) throws Exception {
        List<String> rows = List.of("lobby", "orders").stream()
                .flatMap(room -> world.rows(room).stream())
                .map(row -> "{\"connection_id\":\"%s\",\"room_id\":\"%s\",\"user_id\":\"%s\",\"attributes\":{%s}}"
                        .formatted(
                                text(row, "connection_id"),
                                text(row, "room_id"),
                                text(row, "user_id"),
                                row.containsKey("attributes") ? "\"role\":\"staff\"" : ""))
                .toList();
        Path connections = Files.writeString(folder.resolve("rows.json"), rows.toString());
        try (Explanation explanation = new Explanation(world.settings())) {
            return explanation
                    .explain(RuleFiles.read(routes), example.read("message.json"), SampleConnections.read(connections))
                    .frames();
        }
    }

    private static String text(Map<String, AttributeValue> row, String key) {
        return row.get(key).s();
    }

    @Test
    void letsOneOfTenTicksThrough() throws Exception {
        use(Example.named("drop-and-sample"));
        WebSocketClient client = world.join("ada", "ticking");

        IntStream.rangeClosed(1, 10)
                .forEach(tick ->
                        world.send("{\"room_id\":\"ticking\",\"data\":{\"type\":\"tick\",\"n\":%d}}".formatted(tick)));
        await().untilAsserted(() -> assertThat(world.undelivered()).isZero());
        world.send("{\"room_id\":\"ticking\",\"data\":\"end\"}");

        assertThat(client.frame()).startsWith("{\"data\":{\"type\":\"tick\"");
        assertThat(client.frame()).isEqualTo("{\"data\":\"end\"}");
    }

    @Test
    void keepsTheLatestPriceOfEachRoom() throws Exception {
        use(Example.named("keep-the-latest"));
        WebSocketClient client = world.join("ada", "prices");

        for (int price = 1; price <= 30; price++) {
            world.send("{\"room_id\":\"prices\",\"data\":{\"type\":\"price\",\"value\":%d}}".formatted(price));
        }

        await().untilAsserted(
                        () -> assertThat(client.frames()).last().asString().contains("\"value\":"));
        await().untilAsserted(() -> assertThat(world.undelivered()).isZero());
        assertThat(client.frames()).hasSizeLessThan(10);
    }

    @Test
    void putsWhatWasSaidIntoOneFrame() throws Exception {
        use(Example.named("digest"));
        WebSocketClient client = world.join("ada", "talkative");

        world.sendBatch(IntStream.range(0, 5)
                .mapToObj("{\"room_id\":\"talkative\",\"data\":%d}"::formatted)
                .toList());

        String frame = client.frame();
        assertThat(frame).startsWith("{\"data\":[").contains("0", "1", "2", "3", "4");
    }

    @Test
    void enrichesAnOrderWithWhatTheServiceKnows() throws Exception {
        use(Example.named("enrich-over-http"));
        WebSocketClient client = world.join("ada", "enriched");
        status.set(200);
        posted.clear();

        world.send("{\"room_id\":\"enriched\",\"data\":{\"type\":\"order\",\"id\":7}}");

        assertThat(client.frame()).isEqualTo("{\"data\":{\"id\":7,\"total\":1.50}}");
        assertThat(posted).containsExactly("{\"type\":\"order\",\"id\":7}");
        status.set(UNAVAILABLE);
    }

    @Test
    void copiesToAnotherQueueAndToAWebhook() throws Exception {
        use(Example.named("also-elsewhere"));
        WebSocketClient client = world.join("ada", "copied");
        world.sqs().purgeQueue(purge -> purge.queueUrl(copies));
        status.set(200);
        posted.clear();

        world.send("{\"room_id\":\"copied\",\"data\":1}");

        assertThat(client.frame()).isEqualTo("{\"data\":1}");
        await().untilAsserted(() -> assertThat(posted).containsExactly("{\"data\":1}"));
        assertThat(world.sqs()
                        .receiveMessage(receive -> receive.queueUrl(copies).waitTimeSeconds(5))
                        .messages())
                .extracting(Message::body)
                .containsExactly("{\"data\":1}");
        status.set(UNAVAILABLE);
    }

    @Test
    void takesWhatATimerAndAnHttpCallSay() throws Exception {
        use(Example.named("second-source"));
        WebSocketClient clock = world.join("ada", "clock");
        WebSocketClient client = world.join("ada", "posted");

        HttpResponse<String> answer = new ApiCall(world.settings(), "POST", "/dev/@rules/orders")
                .body("{\"room_id\":\"posted\",\"data\":1}")
                .send();

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(client.frame()).isEqualTo("{\"data\":1}");
        assertThat(clock.frame()).matches("\\{\"user_id\":\"clock\",\"data\":\"\\d\\d:\\d\\d\"}");
    }

    @Test
    void movesAMessageThatARuleCannotUseToTheDeadLettersAtOnce() throws Exception {
        use(Example.named("to-one-user"));
        WebSocketClient client = world.join("ada", "aimed");

        world.send("{\"room_id\":\"aimed\",\"data\":{\"for\":{\"no\":\"user\"}}}");
        world.send("{\"room_id\":\"aimed\",\"data\":{\"for\":\"ada\"}}");

        assertThat(client.frame()).isEqualTo("{\"data\":{\"for\":\"ada\"}}");
        await().untilAsserted(() -> assertThat(world.takeDeadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(
                                letter.messageAttributes().get("reason").stringValue())
                        .isEqualTo("A rule names a user that is neither a string nor a number")));
    }

    @Test
    void handsRulesNoHeaderFromOutside() throws Exception {
        double generation = metrics.sum("hermes_rules_generation");
        new RuleFolder(routes).edit("notifications", text -> """
                - route:
                    id: notification
                    from:
                      uri: direct
                      parameters:
                        name: notification
                      steps:
                        - setVariable:
                            name: notification
                            expression:
                              method:
                                ref: notificationRules
                                method: withData(${variable.notification}, ${headers})
                        - to:
                            uri: direct
                            parameters:
                              name: fan-out
                """);
        awaitNext(generation);
        WebSocketClient client = world.join("ada", "headers");

        world.send("{\"room_id\":\"headers\",\"data\":1}");

        assertThat(client.frame()).isEqualTo("{\"data\":{}}");
    }

    private void use(Example example) throws IOException {
        double generation = metrics.sum("hermes_rules_generation");
        String before = RuleFiles.read(routes).digest();
        example.copyTo(routes);
        if (!before.equals(RuleFiles.read(routes).digest())) {
            awaitNext(generation);
        }
    }

    private void awaitNext(double generation) {
        await().untilAsserted(
                        () -> assertThat(metrics.sum("hermes_rules_generation")).isGreaterThan(generation));
    }
}
