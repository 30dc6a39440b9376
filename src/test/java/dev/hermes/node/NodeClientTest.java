package dev.hermes.node;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.hermes.audience.CarrierFailure;
import dev.hermes.audience.CarrierFailure.Kind;
import dev.hermes.dev.FreePort;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeClientTest extends NodeUnderTest {

    @Test
    void signsWhatItAsks() {
        client.post(endpoint() + "/@nodes/n-1/push", "{\"é\":1}").join();

        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.line()).isEqualTo("POST /dev/@nodes/n-1/push");
            assertThat(request.body()).isEqualTo("{\"é\":1}");
            assertThat(request.headers().getFirst("Authorization")).startsWith("AWS4-HMAC-SHA256 Credential=AKID/");
            assertThat(request.headers().getFirst("X-Amz-Date")).isNotBlank();
            assertThat(request.headers().getFirst("X-Amz-Content-Sha256")).hasSize(64);
            assertThat(request.headers().getFirst("Content-Type")).isEqualTo("application/json");
            assertThat(request.headers().get("Host"))
                    .containsExactly("127.0.0.1:" + node.getAddress().getPort());
        });
    }

    @Test
    void answersWithTheBody() {
        answer = "{\"é\":1}";

        assertThat(client.post(endpoint(), "{}").join()).isEqualTo("{\"é\":1}");
    }

    @Test
    void answersAGetWithItsStatus() {
        status = 421;

        assertThat(client.get(endpoint() + "/@nodes/n-1").join()).isEqualTo(421);
        assertThat(asked).extracting(Asked::line).containsExactly("GET /dev/@nodes/n-1");
    }

    @ParameterizedTest
    @CsvSource({
        "421,REPLACED",
        "429,BUSY",
        "413,REFUSED",
        "403,UNAVAILABLE",
        "204,UNAVAILABLE",
        "302,UNAVAILABLE",
        "400,UNAVAILABLE",
        "404,UNAVAILABLE",
        "500,UNAVAILABLE",
        "503,UNAVAILABLE"
    })
    void saysWhatAnAnswerMeans(int answered, Kind kind) {
        status = answered;

        assertThat(failure(client.post(endpoint(), "{}")).kind()).isEqualTo(kind);
        assertThat(asked).hasSize(1);
    }

    @Test
    void saysThatTheKeyPairMayBeAnother() {
        status = 403;

        assertThat(failure(client.post(endpoint(), "{}"))).hasMessageContaining("hermes.connections-api key pair");
    }

    @Test
    void saysThatANodeThatRefusesToConnectIsUnavailable() {
        String nobody = "http://127.0.0.1:" + FreePort.find() + "/dev";

        CarrierFailure failure = failure(client.post(nobody, "{}"));

        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure).hasMessage("it refuses connections");
    }

    @Test
    void saysThatANodeThatHangsUpIsUnavailable() {
        status = 0;

        assertThat(failure(client.post(endpoint(), "{}")).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void givesUpANodeThatDoesNotAnswer() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CarrierFailure failure = failure(client.post("http://127.0.0.1:" + silent.getLocalPort() + "/dev", "{}"));

            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure).hasMessage("it does not answer in time");
        }
    }

    @Test
    void givesUpANodeWhoseAnswerComesByHalf() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> answer = client.post("http://127.0.0.1:" + server.getLocalPort() + "/dev", "{}");
            try (Socket half = server.accept()) {
                half.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".getBytes(US_ASCII));

                assertThat(failure(answer)).hasMessage("it does not answer in time");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.2:8080/dev", "api.example.com/dev", "http://a b/dev", "ftp://10.0.0.2/dev"})
    void saysThatANodeWithoutAnAddressIsUnavailable(String address) {
        assertThat(failure(client.post(address, "{}")).kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure(client.get(address)).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void asksNobodyWithoutAKeyPair() {
        NodeClient unsigned = new NodeClient(new RequestSigner("", "", "eu-west-1"));

        CarrierFailure failure = failure(unsigned.post(endpoint(), "{}"));

        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("hermes.connections-api.access-key-id");
        assertThat(asked).isEmpty();
    }

    private static CarrierFailure failure(CompletableFuture<?> done) {
        Throwable failure =
                catchThrowable(() -> done.orTimeout(10, TimeUnit.SECONDS).join());
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        assertThat(cause).isInstanceOf(CarrierFailure.class);
        return (CarrierFailure) cause;
    }
}
