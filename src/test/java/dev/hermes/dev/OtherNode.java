package dev.hermes.dev;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A second node, in a process of its own, that shares the tables and key pair of a stack. It listens to a queue of its own, so
 * that no message is in its hands while it hangs.
 */
public final class OtherNode implements AutoCloseable {

    private static final String QUEUE = "other-queue";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path folder;
    private final Map<String, String> environment;
    private final World world;
    private HermesProcess process;

    /** @param environment what a user may set, over what {@link HermesProcess#beside} says */
    public OtherNode(DevStack stack, Path folder, Map<String, String> environment) throws IOException {
        this.folder = folder;
        this.environment = HermesProcess.beside(stack);
        this.environment.put("HERMES_API_ACCESS_KEY_ID", stack.settings().get("hermes.connections-api.access-key-id"));
        this.environment.put(
                "HERMES_API_SECRET_ACCESS_KEY", stack.settings().get("hermes.connections-api.secret-access-key"));
        this.environment.put("HERMES_NOTIFICATIONS_QUEUE", QUEUE);
        this.environment.put("HERMES_NOTIFICATIONS_DEAD_LETTER_QUEUE", QUEUE + "-dlq");
        this.environment.putAll(environment);
        this.world =
                new World(stack.settings().with("hermes.gateway.port", this.environment.get("HERMES_GATEWAY_PORT")));
        world.sqs().createQueue(create -> create.queueName(QUEUE));
        world.sqs().createQueue(create -> create.queueName(QUEUE + "-dlq"));
        start();
    }

    /** Runs it, or runs it again at the same address. */
    public void start() throws IOException {
        process = HermesProcess.start(folder, environment);
        await().atMost(PATIENCE).until(() -> process.output().contains(" started in "));
    }

    /** What a client of this node sees. */
    public World world() {
        return world;
    }

    public HermesProcess process() {
        return process;
    }

    @Override
    public void close() throws IOException {
        world.close();
        process.close();
    }
}
