package dev.hermes.bench;

import dev.hermes.dev.FreePort;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Hermes itself, published to through its queue: as its launcher starts it, or as {@code java -jar} without any flag. */
final class Hermes implements Peer {

    private static final Path JAR = Path.of("target", "hermes.jar").toAbsolutePath();
    private static final Path LAUNCHER = Path.of("target", "hermes").toAbsolutePath();

    private static final int PING_SECONDS = 20;
    /** Whoever opens thousands of connections in one thread is busy for longer than a browser ever is. */
    private static final int SELDOM = 600;

    private final LocalAws aws;
    private final String name;
    private final int port = FreePort.find();
    private final ServerProcess process;

    private Hermes(LocalAws aws, String name, List<String> command, String options, int pingSeconds) throws Exception {
        this.aws = aws;
        this.name = name;
        Map<String, String> environment = new HashMap<>(aws.environment());
        environment.put("HERMES_GATEWAY_PORT", Integer.toString(port));
        environment.put("HERMES_MANAGEMENT_PORT", Integer.toString(FreePort.find()));
        environment.put("HERMES_WEBSOCKET_PING_SECONDS", Integer.toString(pingSeconds));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("JAVA_OPTS", options);
        this.process = ServerProcess.start(name, port, environment, command);
    }

    /** By its launcher, with the cache that {@code make cache} has made, and these flags besides. */
    static Hermes launched(LocalAws aws, String... options) throws Exception {
        return new Hermes(aws, "hermes", List.of(LAUNCHER.toString()), String.join(" ", options), SELDOM);
    }

    /** As a user starts it, who changes no setting. */
    static Hermes withPings(LocalAws aws) throws Exception {
        return new Hermes(aws, "hermes", List.of(LAUNCHER.toString()), "", PING_SECONDS);
    }

    /** By {@code java -jar}. */
    static Hermes plain(LocalAws aws) throws Exception {
        return new Hermes(aws, "java-jar", JavaCommand.with("-jar", JAR.toString()), "", SELDOM);
    }

    /** Of the launcher and this Java: how fast Hermes starts depends on it. */
    static boolean hasCache() {
        return Files.exists(LAUNCHER.resolveSibling(Runtime.version().feature() >= 25 ? "hermes.aot" : "hermes.jsa"));
    }

    @Override
    public String name() {
        return name;
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
        aws.allow(List.of(rooms));
    }

    @Override
    public Publisher publisher(Rooms rooms) {
        return new QueuePublisher(
                aws.queues(),
                aws.queue("hermes-messageQueue"),
                number -> Message.notification(rooms.of(number), number));
    }

    @Override
    public ServerProcess process() {
        return process;
    }
}
