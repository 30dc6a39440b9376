package dev.hermes.dev;

import dev.hermes.Settings;
import dev.hermes.command.SetupCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Several nodes, in processes of their own, over one set of tables and queues that only they use. */
public final class Fleet implements AutoCloseable {

    /** Several of them share the machine: they start sooner, and none takes the memory of the others. */
    private static final String OPTIONS = "-Xmx256m -XX:TieredStopAtLevel=1";

    private final Path folder;
    private final Map<String, String> environment;
    private final World world;
    private final List<FleetNode> nodes = new ArrayList<>();

    /**
     * Makes the tables and queues.
     *
     * @param own settings of all nodes, as the environment names them
     */
    public Fleet(Map<String, String> own) throws IOException {
        DevStack aws = Stacks.shared();
        folder = Path.of("target");
        environment = HermesProcess.beside(aws);
        environment.put("JAVA_TOOL_OPTIONS", OPTIONS);
        environment.put("HERMES_API_ACCESS_KEY_ID", "local");
        environment.put("HERMES_API_SECRET_ACCESS_KEY", "local");
        environment.put("HERMES_NOTIFICATIONS_WAIT_SECONDS", "1");
        String name = "fleet-" + UUID.randomUUID().toString().substring(0, 8);
        String suffix = own.getOrDefault("HERMES_NOTIFICATIONS_QUEUE", "").endsWith(".fifo") ? ".fifo" : "";
        environment.put("HERMES_CONNECTIONS_TABLE", name + "-connections");
        environment.put("HERMES_TOKENS_TABLE", name + "-tokens");
        environment.put("HERMES_ROOMS_TABLE", name + "-rooms");
        environment.putAll(own);
        environment.put("HERMES_NOTIFICATIONS_QUEUE", name + "-queue" + suffix);
        environment.put("HERMES_NOTIFICATIONS_DEAD_LETTER_QUEUE", name + "-dlq" + suffix);
        Settings settings = Settings.load(folder, environment);
        SetupCommand.run(settings, new PrintWriter(Writer.nullWriter()));
        world = new World(settings);
    }

    /** Starts one more node; {@link FleetNode#awaitReady} waits until it serves. */
    public FleetNode start() throws IOException {
        return start(Map.of());
    }

    /** As {@link #start()}, with settings of its own. */
    public FleetNode start(Map<String, String> own) throws IOException {
        Map<String, String> all = new HashMap<>(environment);
        all.put("HERMES_GATEWAY_PORT", Integer.toString(FreePort.find()));
        all.put("HERMES_MANAGEMENT_PORT", Integer.toString(FreePort.find()));
        all.putAll(own);
        FleetNode node = new FleetNode(folder, all);
        nodes.add(node);
        return node;
    }

    /** The tables and queues. */
    public World world() {
        return world;
    }

    @Override
    public void close() throws IOException {
        for (FleetNode node : nodes) {
            node.close();
        }
        world.close();
    }
}
