package dev.hermes.dev;

import dev.hermes.Server;
import dev.hermes.Settings;
import dev.hermes.command.SetupCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All that Hermes needs, in one JVM: ElasticMQ, DynamoDB Local, the tables and queues in them, and Hermes itself.
 *
 * <p>Used by {@code exec:java}, by the integration tests and by the benchmark alike.
 */
public final class DevStack implements AutoCloseable {

    /** For a laptop: known to everybody who has this source. */
    private static final Map<String, String> DEV = Map.of(
            "HERMES_JWT_SECRET", "hermes-dev-secret-hermes-dev-secret-hermes-dev-secret-hermes-dev-secret",
            "HERMES_PASSCODE", "hermes-dev-passcode",
            // The pair that the local services are used with, so that one set of credentials serves for all.
            "HERMES_API_ACCESS_KEY_ID", "local",
            "HERMES_API_SECRET_ACCESS_KEY", "local",
            "HERMES_GATEWAY_DRAIN_DELAY_SECONDS", "0",
            "HERMES_GATEWAY_DRAIN_SECONDS", "0",
            "HERMES_GATEWAY_DEMO", "true",
            "HERMES_GATEWAY_CONSOLE", "local");

    private static final List<String> PORTS = List.of("HERMES_SQS_PORT", "HERMES_DYNAMODB_PORT");

    private final LocalSqs sqs;
    private final LocalDynamoDb dynamoDb;
    private final Settings settings;
    private final Server hermes;

    /**
     * @param folder where the routes are that Hermes runs
     * @param environment what a user may set; ports that it names stand, the secrets have defaults
     */
    public DevStack(Path folder, Map<String, String> environment) throws Exception {
        useDevCredentials();
        sqs = new LocalSqs(freePort(environment, "HERMES_SQS_PORT", 9324));
        dynamoDb = new LocalDynamoDb(freePort(environment, "HERMES_DYNAMODB_PORT", 8000));
        Map<String, String> all = new HashMap<>(DEV);
        all.putAll(environment);
        all.keySet().removeAll(PORTS);
        settings = Settings.load(folder, all)
                .with("hermes.access.jwt-secret", all.get("HERMES_JWT_SECRET"))
                .with("hermes.access.passcode", all.get("HERMES_PASSCODE"))
                .with("hermes.aws.sqs-endpoint", sqs.endpoint())
                .with(
                        "hermes.aws.dynamodb-endpoint",
                        all.getOrDefault("HERMES_AWS_DYNAMODB_ENDPOINT", dynamoDb.endpoint()));
        SetupCommand.run(settings, new PrintWriter(Writer.nullWriter()));
        hermes = Server.start(settings);
    }

    private static int freePort(Map<String, String> environment, String name, int otherwise) throws IOException {
        int port = Integer.parseInt(environment.getOrDefault(name, Integer.toString(otherwise)));
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return port;
        } catch (BindException e) {
            throw new BindException("127.0.0.1:" + port + " is in use: end what listens there, or set " + name);
        }
    }

    /** The local services take any, but the SDK wants some. What the environment sets stands. */
    public static void useDevCredentials() {
        Map.of("aws.accessKeyId", "local", "aws.secretAccessKey", "local", "aws.region", "eu-west-1")
                .forEach((key, value) -> System.getProperties().putIfAbsent(key, value));
    }

    public Settings settings() {
        return settings;
    }

    public Server hermes() {
        return hermes;
    }

    public LocalSqs sqs() {
        return sqs;
    }

    public LocalDynamoDb dynamoDb() {
        return dynamoDb;
    }

    @Override
    public void close() {
        hermes.close();
        dynamoDb.close();
        sqs.close();
    }

    public static void main(String[] args) throws InterruptedException {
        try {
            DevStack stack = new DevStack(Path.of(""), System.getenv());
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "shutdown"));
            System.out.println(new Greeting(stack).text());
        } catch (Exception e) {
            System.err.println("hermes: " + e.getMessage());
            System.exit(1);
        }
        Thread.currentThread().join();
    }
}
