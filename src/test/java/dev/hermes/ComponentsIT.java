package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.hermes.dev.ApiCall;
import dev.hermes.dev.DevStack;
import dev.hermes.dev.RuleFolder;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules with the components that Hermes brings: what they do for the clients of a room. */
class ComponentsIT {

    /** Tells a room, by way of the queue. */
    private static final String TELL = """
                    - setBody:
                        expression:
                          constant:
                            expression: '{"room_id":"room","data":"%s"}'
            """;

    private static final String SEND = """
                    - to:
                        uri: aws2-sqs
                        parameters:
                          queueNameOrArn: hermes-messageQueue
            """;

    private static final String BEGINNING = """
            - route:
                id: mine
                from:
                  uri: %s
                  parameters:
            """;

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final AtomicInteger status = new AtomicInteger(200);
    private RuleFolder rules;
    private HttpServer service;
    private DevStack stack;
    private World world;
    private WebSocketClient client;

    @BeforeEach
    void start() throws Exception {
        rules = RuleFolder.copyOf(Path.of("routes"), folder.resolve("routes"));
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            byte[] answer = "{\"names\":{\"ada\":\"Ada Lovelace\"}}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status.get(), answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        service.start();
        stack = Stacks.start(folder, Map.of("HERMES_ROUTES_RELOAD", "true"));
        world = new World(stack);
        client = world.join("ada", "room");
    }

    @AfterEach
    void stop() {
        world.close();
        stack.close();
        service.stop(0);
    }

    @Test
    void tellARoomAtIntervals() throws Exception {
        rules.write(
                "mine",
                BEGINNING.formatted("timer") + "        timerName: ticks\n        period: 200\n      steps:\n"
                        + TELL.formatted("tick") + SEND);
        assertThat(client.frame()).isEqualTo("{\"data\":\"tick\"}");
        assertThat(client.frame()).isEqualTo("{\"data\":\"tick\"}");

        rules.write(
                "mine",
                BEGINNING.formatted("scheduler") + "        name: ticks\n        delay: 200\n      steps:\n"
                        + TELL.formatted("scheduled") + SEND);

        await().atMost(SOON).until(() -> client.frame().equals("{\"data\":\"scheduled\"}"));
        assertThat(List.of(client.frame(), client.frame(), client.frame())).containsOnly("{\"data\":\"scheduled\"}");
    }

    @Test
    void callAnHttpServiceAndReadItsAnswer() throws Exception {
        askTheServiceForNames();

        assertThat(call("POST", "/names").body()).isEqualTo("Ada Lovelace");
    }

    @Test
    void goOnWithoutAServiceThatFails() throws Exception {
        askTheServiceForNames();
        assertThat(call("POST", "/names").body()).isEqualTo("Ada Lovelace");

        status.set(500);

        assertThat(call("POST", "/names").body()).isEqualTo("nobody");
    }

    @Test
    void doNotWaitForWhatGoesThroughSeda() throws Exception {
        rules.write(
                "mine",
                BEGINNING.formatted("platform-http") + "        path: /later\n      steps:\n"
                        + "        - to:\n            uri: seda\n            parameters:\n              name: later\n"
                        + "              waitForTaskToComplete: Never\n"
                        + BEGINNING.formatted("seda").replace("id: mine", "id: later")
                        + "        name: later\n      steps:\n" + TELL.formatted("later") + SEND);
        awaitServed("/later");

        call("POST", "/later");

        assertThat(client.frame()).isEqualTo("{\"data\":\"later\"}");
    }

    @Test
    void takeANotificationOverHttp() throws Exception {
        rules.write(
                "mine",
                BEGINNING.formatted("platform-http")
                        + "        path: /orders\n        httpMethodRestrict: POST\n      steps:\n" + SEND
                        + "        - setBody:\n            expression:\n              simple:\n"
                        + "                expression: '{\"path\":\"${variable.call.path}\",\"n\":\"${variable.call.query[n]}\"}'\n"
                        + "        - setHeader:\n            name: CamelHttpResponseCode\n            expression:\n"
                        + "              constant:\n                expression: 202\n");
        awaitServed("/orders");

        HttpResponse<String> answer = new ApiCall(world.settings(), "POST", "/dev/@rules/orders?n=1")
                .body("{\"room_id\":\"room\",\"data\":{\"total\": 1.50}}")
                .send();

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{\"path\":\"/orders\",\"n\":\"1\"}");
        assertThat(client.frame()).isEqualTo("{\"data\":{\"total\": 1.50}}");
        assertThat(call("GET", "/orders").statusCode()).isEqualTo(405);
        assertThat(call("POST", "/orders/below").statusCode()).isEqualTo(404);
        assertThat(new ApiCall(world.settings(), "POST", "/dev/@rules/orders")
                        .unsigned()
                        .send()
                        .statusCode())
                .isEqualTo(403);
        assertThat(new ApiCall(world.settings(), "POST", "/other/@rules/orders")
                        .send()
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void letNoHeaderOfACallerIntoARule() throws Exception {
        rules.write(
                "mine",
                BEGINNING.formatted("platform-http") + "        path: /headers\n      steps:\n"
                        + "        - setBody:\n            expression:\n              simple:\n"
                        + "                expression: \"headers ${headers.size}\"\n");
        awaitServed("/headers");

        assertThat(call("POST", "/headers?CamelHttpUri=http://elsewhere").body())
                .isEqualTo("headers 0");
    }

    @Test
    void answerAFailedCallWithoutItsReason() throws Exception {
        rules.write(
                "mine",
                BEGINNING.formatted("platform-http") + "        path: /fails\n      steps:\n"
                        + "        - throwException:\n            exceptionType: java.lang.IllegalStateException\n"
                        + "            message: a reason\n");
        awaitServed("/fails");

        HttpResponse<String> answer = call("POST", "/fails");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("a reason");
    }

    @Test
    void refuseCallsBeyondTheirLimitAndAnswerForARuleThatDoesNot() throws Exception {
        rules.write(
                "mine",
                BEGINNING.formatted("platform-http") + "        path: /slow\n        httpMethodRestrict: POST\n"
                        + "      steps:\n        - delay:\n            asyncDelayed: true\n            expression:\n"
                        + "              constant:\n                expression: 60000\n");
        awaitServed("/slow");

        List<CompletableFuture<HttpResponse<String>>> slow = Stream.generate(
                        () -> new ApiCall(world.settings(), "POST", "/dev/@rules/slow"))
                .limit(257)
                .map(ApiCall::begin)
                .toList();

        assertThat(slow)
                .extracting(answer -> answer.join().statusCode())
                .containsOnly(503, 504)
                .containsOnlyOnce(503);
    }

    @Test
    void serveEveryCallWhileRulesChange() throws Exception {
        String served = BEGINNING.formatted("platform-http") + "        path: /always\n      steps:\n"
                + "        - delay:\n            expression:\n              constant:\n                expression: 5\n"
                + "        - setBody:\n            expression:\n              constant:\n                expression: set %d\n";
        rules.write("mine", served.formatted(0));
        awaitServed("/always");
        AtomicBoolean enough = new AtomicBoolean();
        List<String> answers = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> caller = CompletableFuture.runAsync(() -> {
            while (!enough.get()) {
                answers.add(quietly("/always"));
            }
        });

        List<String> sets = new ArrayList<>();
        for (int set = 1; set <= 8; set++) {
            rules.write("mine", served.formatted(set));
            String newest = "200 set " + set;
            await().atMost(SOON).until(() -> answers.contains(newest));
            sets.add(newest);
        }
        enough.set(true);
        caller.join();

        assertThat(answers).allMatch(answer -> answer.startsWith("200 set ")).containsAll(sets);
    }

    @Test
    void closeThePathOfARuleThatIsGone() throws Exception {
        rules.write(
                "mine",
                BEGINNING.formatted("platform-http") + "        path: /gone\n      steps:\n" + TELL.formatted("here"));
        awaitServed("/gone");

        rules.delete("mine");

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(call("POST", "/gone").statusCode()).isEqualTo(404));
    }

    private void askTheServiceForNames() throws Exception {
        rules.write("mine", """
                - route:
                    id: mine
                    from:
                      uri: platform-http
                      parameters:
                        path: /names
                      steps:
                        - circuitBreaker:
                            resilience4jConfiguration:
                              timeoutEnabled: "true"
                              timeoutDuration: "2000"
                            steps:
                              - to:
                                  uri: vertx-http
                                  parameters:
                                    httpUri: http://127.0.0.1:%d/
                              - setBody:
                                  expression:
                                    jsonpath:
                                      expression: $.names.ada
                            onFallback:
                              steps:
                                - setBody:
                                    expression:
                                      constant:
                                        expression: nobody
                """.formatted(service.getAddress().getPort()));
        awaitServed("/names");
    }

    private void awaitServed(String path) {
        await().atMost(SOON)
                .until(() -> new ApiCall(world.settings(), "PUT", "/dev/@rules" + path)
                                .send()
                                .statusCode()
                        != 404);
    }

    private HttpResponse<String> call(String method, String path) throws Exception {
        return new ApiCall(world.settings(), method, "/dev/@rules" + path).send();
    }

    private String quietly(String path) {
        try {
            HttpResponse<String> answer = call("POST", path);
            return answer.statusCode() + " " + answer.body();
        } catch (Exception e) {
            return e.toString();
        }
    }
}
