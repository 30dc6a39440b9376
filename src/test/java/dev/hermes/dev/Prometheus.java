package dev.hermes.dev;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hermes.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Prometheus that scrapes some nodes once a second, as the job {@code hermes}, and answers queries. */
public final class Prometheus implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final String address;

    private Prometheus(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /** Returns when it has scraped every node. */
    public static Prometheus start(Path folder, Settings... nodes) throws IOException {
        String targets = Stream.of(nodes)
                .map(node -> "'127.0.0.1:" + node.get("hermes.management.port") + "'")
                .collect(Collectors.joining(", "));
        Path config = Files.writeString(
                folder.resolve("prometheus.yaml"),
                "scrape_configs: [{job_name: hermes, metrics_path: /observe/metrics, scrape_interval: 1s,"
                        + " static_configs: [{targets: [" + targets + "]}]}]\n");
        String address = "127.0.0.1:" + FreePort.find();
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("series"),
                        "--web.listen-address=" + address)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        Prometheus started = new Prometheus(process, address);
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(IOException.class).until(() -> started.ask("sum(up)")
                .containsValue((double) nodes.length));
        return started;
    }

    /** What a query answers now, by labels as Prometheus writes them. */
    public Map<String, Double> ask(String query) throws IOException, InterruptedException {
        URI uri = URI.create(
                "http://" + address + "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        JsonNode answer = JSON.readTree(http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body());
        if (!answer.path("status").asText().equals("success")) {
            throw new AssertionError(query + ": " + answer);
        }
        Map<String, Double> values = new TreeMap<>();
        for (JsonNode result : answer.at("/data/result")) {
            String value = result.at("/value/1").asText();
            values.put(result.get("metric").toString(), value.endsWith("Inf") ? Double.NaN : Double.valueOf(value));
        }
        return values;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
