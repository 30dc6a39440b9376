package dev.hermes.dev;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** One node of a {@link Fleet}: the way to AWS, and the line on which other nodes reach it, can have faults. */
public final class FleetNode implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Path folder;
    private final Map<String, String> environment;
    private final FaultyAws sqs;
    private final FaultyAws dynamoDb;
    private final Cable line;
    private HermesProcess process;

    FleetNode(Path folder, Map<String, String> environment) throws IOException {
        this.folder = folder;
        this.environment = new HashMap<>(environment);
        sqs = new FaultyAws(environment.get("HERMES_AWS_SQS_ENDPOINT"));
        dynamoDb = new FaultyAws(environment.get("HERMES_AWS_DYNAMODB_ENDPOINT"));
        int near = FreePort.find();
        line = new Cable(near, port());
        this.environment.put("HERMES_AWS_SQS_ENDPOINT", sqs.endpoint());
        this.environment.put("HERMES_AWS_DYNAMODB_ENDPOINT", dynamoDb.endpoint());
        this.environment.put("HERMES_NODE_ENDPOINT", "http://127.0.0.1:" + near + "/dev");
        start();
    }

    /** Runs it, or runs it again at the same address. */
    public void start() throws IOException {
        process = HermesProcess.start(folder, environment);
    }

    public FleetNode awaitReady() {
        await().atMost(PATIENCE).until(() -> process.output().contains(" started in "));
        return this;
    }

    /** Returns when it answers a request, whatever it says. */
    public void awaitAnswer() {
        URI uri = URI.create("http://127.0.0.1:" + port() + "/");
        await().atMost(PATIENCE).pollInterval(LOOK).until(() -> {
            HttpURLConnection request = (HttpURLConnection) uri.toURL().openConnection();
            request.setReadTimeout((int) PATIENCE.toMillis());
            return request.getResponseCode() > 0;
        });
    }

    /** Where its clients connect. */
    public int port() {
        return Integer.parseInt(environment.get("HERMES_GATEWAY_PORT"));
    }

    public HermesProcess process() {
        return process;
    }

    public FaultyAws sqs() {
        return sqs;
    }

    public FaultyAws dynamoDb() {
        return dynamoDb;
    }

    public Cable line() {
        return line;
    }

    @Override
    public void close() throws IOException {
        process.close();
        line.close();
        sqs.close();
        dynamoDb.close();
    }
}
