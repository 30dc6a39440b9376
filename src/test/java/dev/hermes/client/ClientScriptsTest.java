package dev.hermes.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientScriptsTest {

    private final HttpClient http = HttpClient.newHttpClient();
    private final Vertx vertx = Vertx.vertx();
    private HttpServer server;

    @BeforeEach
    void serve() {
        Router router = Router.router(vertx);
        new ClientScripts().accept(router);
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @AfterEach
    void end() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hermes-client.js", "hermes-tabs.js"})
    void servesWhatThePackageHolds(String name) throws Exception {
        HttpResponse<String> answer = get(name, "none");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(Files.readString(Path.of("client", "dist", name)));
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/javascript; charset=utf-8");
    }

    @Test
    void letsPagesOfAnyOriginImportIt() throws Exception {
        HttpResponse<String> answer = get("hermes-client.js", "none");

        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
    }

    @Test
    void sendsNothingToABrowserThatHasIt() throws Exception {
        String etag = etag("hermes-client.js");

        HttpResponse<String> answer = get("hermes-client.js", "\"another\", W/" + etag);

        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValue("ETag")).contains(etag);
    }

    @Test
    void sendsItToABrowserThatHasAnother() throws Exception {
        String another = etag("hermes-tabs.js");

        HttpResponse<String> answer = get("hermes-client.js", another);

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void answersHeadWithoutTheScript() throws Exception {
        HttpRequest head = HttpRequest.newBuilder(address("hermes-client.js"))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();

        HttpResponse<String> answer = http.send(head, BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValueAsLong("Content-Length"))
                .hasValue(Files.size(Path.of("client", "dist", "hermes-client.js")));
    }

    private String etag(String name) throws IOException, InterruptedException {
        return get(name, "none").headers().firstValue("ETag").orElseThrow();
    }

    private HttpResponse<String> get(String name, String copies) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(address(name))
                        .header("If-None-Match", copies)
                        .build(),
                BodyHandlers.ofString());
    }

    private URI address(String name) {
        return URI.create("http://127.0.0.1:" + server.actualPort() + "/client/" + name);
    }
}
