package dev.hermes.bench;

import dev.hermes.dev.FreePort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Servers of others that are published to over HTTP, and the least that any server could do. */
final class HttpPeer implements Peer {

    private static final Path SOURCES = Path.of("src", "test", "bench").toAbsolutePath();

    private final String name;
    private final int port;
    private final String subscribe;
    private final String hello;
    private final ServerProcess process;

    private HttpPeer(String name, int port, String subscribe, String hello, List<String> command) throws Exception {
        this.name = name;
        this.port = port;
        this.subscribe = subscribe;
        this.hello = hello;
        this.process = ServerProcess.start(name, port, Map.of(), command);
    }

    /** nginx with the nchan module; empty where they are not installed. */
    static Optional<Peer> nchan() throws Exception {
        Path module = Path.of("/usr/lib/nginx/modules/ngx_nchan_module.so");
        if (!Files.exists(module) || !installed("nginx")) {
            return Optional.empty();
        }
        int port = FreePort.find();
        Path configuration = ServerProcess.folder().resolve("nchan.conf");
        Files.writeString(
                configuration,
                Files.readString(SOURCES.resolve("nchan.conf"))
                        .replace("@module@", module.toString())
                        .replace("@port@", Integer.toString(port)));
        return Optional.of(new HttpPeer(
                "nchan",
                port,
                "/subscribe?room=",
                null,
                List.of("nginx", "-p", ServerProcess.folder().toString(), "-c", configuration.toString())));
    }

    /** Socket.IO on Node; empty where there is no Node, or nowhere to get Socket.IO from. */
    static Optional<Peer> socketIo() throws Exception {
        Path folder = ServerProcess.folder().resolve("socketio");
        if (!installed("node") || !installed("npm") || !install(folder)) {
            return Optional.empty();
        }
        int port = FreePort.find();
        return Optional.of(new HttpPeer(
                "socket.io",
                port,
                "/socket.io/?EIO=4&transport=websocket&room=",
                "40",
                List.of("node", folder.resolve("server.js").toString(), Integer.toString(port))));
    }

    private static boolean install(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        for (String file : List.of("package.json", "server.js")) {
            Files.copy(
                    SOURCES.resolve("socketio").resolve(file),
                    folder.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        return Files.isDirectory(folder.resolve("node_modules/socket.io"))
                || run(folder, "npm", "install", "--no-audit", "--no-fund", "--silent");
    }

    /** One write for each frame and nothing else; empty where there is no C compiler. */
    static Optional<Peer> limit() throws Exception {
        Path binary = ServerProcess.folder().resolve("limit");
        if (!installed("cc")
                || !run(
                        SOURCES,
                        "cc",
                        "-O2",
                        "-o",
                        binary.toString(),
                        SOURCES.resolve("limit.c").toString())) {
            return Optional.empty();
        }
        int port = FreePort.find();
        return Optional.of(new HttpPeer(
                "limit", port, "/subscribe?room=", null, List.of(binary.toString(), Integer.toString(port))));
    }

    private static boolean installed(String command) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }

    private static boolean run(Path folder, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ServerProcess.folder().resolve(command[0] + ".log").toFile())
                .start();
        return process.waitFor(5, TimeUnit.MINUTES) && process.exitValue() == 0;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", port);
    }

    @Override
    public String path(String room, int client) {
        return subscribe + room;
    }

    @Override
    public String hello() {
        return hello;
    }

    @Override
    public Publisher publisher(Rooms rooms) {
        return new HttpPublisher(
                number -> URI.create("http://127.0.0.1:" + port + "/publish?room=" + rooms.of(number)));
    }

    @Override
    public ServerProcess process() {
        return process;
    }
}
