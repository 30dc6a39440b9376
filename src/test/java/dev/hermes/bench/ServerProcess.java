package dev.hermes.bench;

import dev.hermes.dev.ProcessMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The process of a server, on its core. What it prints is in a file under {@code target/bench}. */
final class ServerProcess implements AutoCloseable {

    private static final Path FOLDER = Path.of("target", "bench");

    private final String name;
    private final Process process;
    private final long startedAt = System.nanoTime();
    private final ProcessMemory memory;

    private ServerProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.memory = new ProcessMemory(process.pid());
    }

    /** Where benchmarks keep their files. */
    static Path folder() throws IOException {
        return Files.createDirectories(FOLDER).toAbsolutePath();
    }

    /** Starts it in {@link #folder()}, on the server's core, and returns when it listens on {@code port}. */
    static ServerProcess start(String name, int port, Map<String, String> environment, List<String> command)
            throws Exception {
        ProcessBuilder builder = new ProcessBuilder(Cores.asServer(command))
                .directory(folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder().resolve(name + ".log").toFile());
        builder.environment().putAll(environment);
        ServerProcess server = new ServerProcess(name, builder.start());
        Runtime.getRuntime().addShutdownHook(new Thread(server::kill));
        server.awaitPort(port);
        return server;
    }

    private void awaitPort(int port) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            try (Socket probe = new Socket()) {
                probe.connect(new InetSocketAddress("127.0.0.1", port));
                return;
            } catch (IOException notYet) {
                Thread.sleep(10);
            }
        }
        throw new IllegalStateException(name + " does not listen on " + port + ": see target/bench/" + name + ".log");
    }

    /** How long it took from its start until it printed this, to be seen within five milliseconds. */
    double secondsUntil(String printed, Duration patience) throws Exception {
        Path output = folder().resolve(name + ".log");
        while (!Files.readString(output).contains(printed)) {
            if (System.nanoTime() - startedAt > patience.toNanos()) {
                throw new IllegalStateException(name + " did not print '" + printed + "': see " + output);
            }
            Thread.sleep(5);
        }
        return (System.nanoTime() - startedAt) / 1e9;
    }

    /** CPU time, in seconds, that it and its children have used. */
    double cpuSeconds() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .flatMap(part -> part.info().totalCpuDuration().stream())
                .mapToDouble(used -> used.toNanos() / 1e9)
                .sum();
    }

    /** Returns when it has finished what it was doing: less than a tenth of its core for half a second. */
    void awaitQuiet() throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        double before = cpuSeconds();
        while (System.nanoTime() < deadline) {
            Thread.sleep(500);
            double now = cpuSeconds();
            if (now - before < 0.05) {
                return;
            }
            before = now;
        }
    }

    /** Physical memory that it holds, in KB. */
    long residentKb() throws IOException {
        return memory.residentKb();
    }

    /** What lives on the heap of a JVM after a full collection, in KB. */
    long liveHeapKb() throws IOException {
        return memory.liveHeapKb();
    }

    /** Memory outside the heap that Java code of the JVM has asked for, Netty's buffers above all, in KB. */
    long directKb() throws IOException {
        return memory.directKb();
    }

    /** Stops it as it is, until {@link #resume}. */
    void pause() {
        signal("-STOP");
    }

    void resume() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
        process.onExit().join();
    }
}
