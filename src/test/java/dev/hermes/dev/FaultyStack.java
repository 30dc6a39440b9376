package dev.hermes.dev;

import static org.awaitility.Awaitility.await;

import dev.hermes.Settings;
import dev.hermes.command.SetupCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Hermes as a process of its own, with tables and queues of its own, whose SQS and DynamoDB can have faults. The world
 * around it sees the same tables and queues without faults.
 */
public final class FaultyStack implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final FaultyAws sqs;
    private final FaultyAws dynamoDb;
    private final Map<String, String> environment;
    private final Settings settings;
    private final World world;
    private HermesProcess hermes;

    /** @param own settings, as the environment names them */
    public FaultyStack(Map<String, String> own) throws IOException {
        this(Path.of("target"), own);
    }

    /**
     * @param folder in which Hermes runs
     * @param own settings, as the environment names them
     */
    public FaultyStack(Path folder, Map<String, String> own) throws IOException {
        this.folder = folder;
        DevStack aws = Stacks.shared();
        sqs = new FaultyAws(aws.sqs().endpoint());
        dynamoDb = new FaultyAws(aws.dynamoDb().endpoint());
        environment = HermesProcess.apart(aws);
        environment.putAll(own);
        settings = Settings.load(folder, environment);
        world = new World(settings);
        environment.put("HERMES_AWS_SQS_ENDPOINT", sqs.endpoint());
        environment.put("HERMES_AWS_DYNAMODB_ENDPOINT", dynamoDb.endpoint());
    }

    /** Makes the tables and queues. */
    public FaultyStack setUp() {
        SetupCommand.run(settings, new PrintWriter(Writer.nullWriter()));
        return this;
    }

    /** Starts Hermes; {@link #awaitReady} waits until it serves. */
    public FaultyStack start() throws IOException {
        hermes = HermesProcess.start(folder, environment);
        return this;
    }

    public FaultyStack awaitReady() {
        await().atMost(Duration.ofSeconds(60)).until(() -> hermes.output().contains(" started in ") && isReady());
        return this;
    }

    public FaultyAws sqs() {
        return sqs;
    }

    public FaultyAws dynamoDb() {
        return dynamoDb;
    }

    public World world() {
        return world;
    }

    public HermesProcess hermes() {
        return hermes;
    }

    public boolean isReady() {
        return status("/observe/health/ready") == 200;
    }

    public boolean isLive() {
        return status("/observe/health/live") == 200;
    }

    /** 0 while nothing answers. */
    private int status(String path) {
        try {
            return get(path).statusCode();
        } catch (IOException nobody) {
            return 0;
        }
    }

    /** Asks the management port. */
    public HttpResponse<String> get(String path) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + settings.get("hermes.management.port") + path);
        try {
            return http.send(HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** How many lines of Hermes' log contain {@code text}. */
    public long lines(String text) {
        return hermes.output().lines().filter(line -> line.contains(text)).count();
    }

    @Override
    public void close() throws IOException {
        world.close();
        if (hermes != null) {
            hermes.close();
        }
        sqs.close();
        dynamoDb.close();
    }
}
