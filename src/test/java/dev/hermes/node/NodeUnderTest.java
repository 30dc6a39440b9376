package dev.hermes.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A real HTTP server stands in for the other node. */
abstract class NodeUnderTest {

    final NodeClient client = new NodeClient(new RequestSigner("AKID", "s3cret", "eu-west-1"));
    final List<Asked> asked = new CopyOnWriteArrayList<>();
    HttpServer node;
    /** 0: hangs up. */
    volatile int status = 200;

    volatile String answer = "{}";
    /** After so many it answers 503. */
    volatile int most = Integer.MAX_VALUE;

    record Asked(String line, Headers headers, String body) {}

    @BeforeEach
    final void start() throws IOException {
        node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        node.createContext("/", this::serve);
        node.start();
    }

    @AfterEach
    final void stop() {
        node.stop(0);
    }

    final String endpoint() {
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
            boolean empty = status == 204 || bytes.length == 0;
            http.sendResponseHeaders(asked.size() > most ? 503 : status, empty ? -1 : bytes.length);
            if (!empty) {
                http.getResponseBody().write(bytes);
            }
        }
    }
}
