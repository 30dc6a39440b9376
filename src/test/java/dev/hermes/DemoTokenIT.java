package dev.hermes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.dev.RawClient;
import dev.hermes.dev.Stacks;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demo page mints for itself, and for no other page that a browser shows. */
class DemoTokenIT {

    private final int shared = Integer.parseInt(Stacks.shared().settings().get("hermes.gateway.port"));

    @ParameterizedTest
    @CsvSource({"localhost,", "127.0.0.1, http://127.0.0.1", "localhost, http://localhost"})
    void mintsForItself(String host, String origin) throws IOException {
        assertThat(ask(shared, host, origin)).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @CsvSource({
        "rebound.example,",
        "rebound.example, http://rebound.example",
        "localhost, http://evil.example",
        "localhost, null"
    })
    void mintsForNoOtherPage(String host, String origin) throws IOException {
        assertThat(ask(shared, host, origin)).startsWith("HTTP/1.1 403");
    }

    private static String ask(int port, String host, String origin) throws IOException {
        String body = "{\"user_id\":\"ada\",\"room_id\":\"lobby\"}";
        String request = "POST /demo/token HTTP/1.1\r\nHost: " + host + ":" + port + "\r\n"
                + (origin == null ? "" : "Origin: " + (origin.equals("null") ? origin : origin + ":" + port) + "\r\n")
                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        try (RawClient client = RawClient.send(port, request.getBytes(ISO_8859_1))) {
            return client.answer();
        }
    }
}
