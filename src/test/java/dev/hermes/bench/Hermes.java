package dev.hermes.bench;

import dev.hermes.dev.FreePort;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Hermes itself, the jar, published to through its queue. */
final class Hermes implements Peer {

    private final LocalAws aws;
    private final int port = FreePort.find();
    private final ServerProcess process;

    Hermes(LocalAws aws, String... options) throws Exception {
        this.aws = aws;
        Map<String, String> environment = new HashMap<>(aws.environment());
        environment.put("HERMES_GATEWAY_PORT", Integer.toString(port));
        environment.put("HERMES_MANAGEMENT_PORT", Integer.toString(FreePort.find()));
        // Whoever opens thousands of connections in one thread is busy for longer than a browser ever is.
        environment.put("HERMES_WEBSOCKET_PING_SECONDS", "600");
        List<String> command = new ArrayList<>(JavaCommand.with(options));
        command.addAll(
                List.of("-jar", Path.of("target", "hermes.jar").toAbsolutePath().toString()));
        this.process = ServerProcess.start("hermes", port, environment, command);
    }

    @Override
    public String name() {
        return "hermes";
    }

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", port);
    }

    /** A room of {@link #prepare}: all of its clients are one user. */
    @Override
    public String path(String room, int client) {
        return aws.path("u", room);
    }

    /** Lets clients into these rooms. */
    void prepare(String... rooms) {
        aws.allow(
                List.of(rooms).stream()
                        .map(room -> new LocalAws.Guest("u", room))
                        .toList(),
                LocalAws.LEAST_COST);
    }

    @Override
    public Publisher publisher(String room) {
        return new QueuePublisher(
                aws.queues(), aws.queue("hermes-messageQueue"), number -> Message.notification(room, number));
    }

    @Override
    public ServerProcess process() {
        return process;
    }
}
