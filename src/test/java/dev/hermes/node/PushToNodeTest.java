package dev.hermes.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hermes.connection.ConnectionGone;
import dev.hermes.connection.Recipients;
import dev.hermes.connection.Recipients.Gateway;
import dev.hermes.dev.FreePort;
import dev.hermes.notification.Notification;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pushes to a real HTTP server that stands in for the other node. */
class PushToNodeTest {

    private static final String FRAME = "{\"data\": \"é ${body}\\n\"}";
    private static final int NO_CONTENT = 204;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CamelContext camel = new DefaultCamelContext();
    private final PushToNode pushToNode = new PushToNode(new RequestSigner("AKID", "s3cret", "eu-west-1"));
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private HttpServer node;
    private volatile int status = 200;
    private volatile String answer = "{\"gone\":[]}";

    private record Asked(String line, Headers headers, String body) {}

    @BeforeEach
    void start() throws IOException {
        node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        node.createContext("/", this::serve);
        node.start();
    }

    @AfterEach
    void stop() {
        node.stop(0);
    }

    @Test
    void asksOnceForAllConnections() throws Exception {
        Exchange done = push(endpoint(), "c-1=", "c-\"2\"");

        assertThat(done.getException()).isNull();
        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.line).isEqualTo("POST /dev/@connections");
            JsonNode body = JSON.readTree(request.body);
            assertThat(body).hasSize(2);
            assertThat(body.get("connection_ids")).isEqualTo(JSON.valueToTree(List.of("c-1=", "c-\"2\"")));
            assertThat(body.get("data").textValue()).isEqualTo(FRAME);
        });
    }

    @Test
    void signsWhatItAsks() {
        push(endpoint(), "c-1=");

        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.headers.getFirst("Authorization")).startsWith("AWS4-HMAC-SHA256 Credential=AKID/");
            assertThat(request.headers.getFirst("X-Amz-Date")).isNotBlank();
            assertThat(request.headers.getFirst("X-Amz-Content-Sha256")).hasSize(64);
            assertThat(request.headers.getFirst("Content-Type")).isEqualTo("application/json");
            assertThat(request.headers.get("Host"))
                    .containsExactly("127.0.0.1:" + node.getAddress().getPort());
        });
    }

    @Test
    void namesThoseThatTheNodeDoesNotHold() {
        answer = "{\"gone\":[\"c-1=\",\"c-3=\"]}";

        Exchange done = push(endpoint(), "c-1=", "c-2=", "c-3=");

        assertThat(done.getException())
                .asInstanceOf(throwable(ConnectionGone.class))
                .extracting(ConnectionGone::connectionIds)
                .isEqualTo(List.of("c-1=", "c-3="));
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 302, 403, 404, 429, 500, 503})
    void saysThatANodeThatDoesNotTakeThePushIsAway(int answered) {
        status = answered;

        Exchange done = push(endpoint(), "c-1=");

        assertAway(done, endpoint()).hasMessageContaining("answered " + answered);
        assertThat(asked).hasSize(1);
    }

    @Test
    void saysThatANodeThatDoesNotSpeakJsonIsAway() {
        answer = "<html>Welcome</html>";

        assertAway(push(endpoint(), "c-1="), endpoint());
    }

    @Test
    void saysThatSomethingElseAtTheAddressOfANodeIsAway() {
        answer = "{}";
        assertAway(push(endpoint(), "c-1="), endpoint());

        answer = "";
        assertAway(push(endpoint(), "c-1="), endpoint());
    }

    @Test
    void saysThatANodeThatRefusesToConnectIsAway() {
        String nobody = "http://127.0.0.1:" + FreePort.find() + "/dev";

        assertAway(push(nobody, "c-1="), nobody).hasMessageContaining("does not answer");
    }

    @Test
    void saysThatANodeThatHangsUpIsAway() {
        status = 0;

        assertAway(push(endpoint(), "c-1="), endpoint()).hasMessageContaining("does not answer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.2:8080/dev", "api.example.com/dev", "http://a b/dev", "ftp://10.0.0.2/dev"})
    void saysThatANodeWithoutAnAddressIsAway(String endpoint) {
        assertAway(push(endpoint, "c-1="), endpoint);
    }

    private static AbstractThrowableAssert<?, ?> assertAway(Exchange done, String endpoint) {
        return assertThat(done.getException())
                .isInstanceOf(NodeAway.class)
                .hasMessageStartingWith("Node " + endpoint + " ");
    }

    private Exchange push(String endpoint, String... ids) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.setVariable("notification", new Notification("lobby", FRAME));
        exchange.setVariable("recipients", new Recipients(Gateway.NODE, endpoint, List.of(ids)));
        return pushToNode.processAsync(exchange).orTimeout(10, TimeUnit.SECONDS).join();
    }

    private String endpoint() {
        return "http://127.0.0.1:" + node.getAddress().getPort() + "/dev";
    }

    private void serve(HttpExchange http) throws IOException {
        try (http) {
            String body = new String(http.getRequestBody().readAllBytes(), UTF_8);
            asked.add(new Asked(http.getRequestMethod() + " " + http.getRequestURI(), http.getRequestHeaders(), body));
            if (status == 0) {
                return;
            }
            byte[] bytes = answer.getBytes(UTF_8);
            http.sendResponseHeaders(status, status == NO_CONTENT ? -1 : bytes.length);
            if (status != NO_CONTENT) {
                http.getResponseBody().write(bytes);
            }
        }
    }
}
