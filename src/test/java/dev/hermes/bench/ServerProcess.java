package dev.hermes.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The process of a server, on its core. What it prints is in a file under {@code target/bench}. */
final class ServerProcess implements AutoCloseable {

    private static final Path FOLDER = Path.of("target", "bench");
    private static final Pattern USED = Pattern.compile("(?:generation|heap) +total \\d+K, used (\\d+)K");
    private static final Pattern OTHER = Pattern.compile("Other \\(reserved=\\d+KB, committed=(\\d+)KB\\)");

    private final String name;
    private final Process process;

    private ServerProcess(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /** Where benchmarks keep their files. */
    static Path folder() throws IOException {
        return Files.createDirectories(FOLDER).toAbsolutePath();
    }

    /** Starts it in {@link #folder()}, and returns when it listens on {@code port}. */
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
                Thread.sleep(50);
            }
        }
        throw new IllegalStateException(name + " does not listen on " + port + ": see target/bench/" + name + ".log");
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
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        String line = Files.readAllLines(status).stream()
                .filter(any -> any.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", ""));
    }

    /** What lives on the heap of a JVM after a full collection, in KB. */
    long liveHeapKb() throws Exception {
        jcmd("GC.run");
        Matcher used = USED.matcher(jcmd("GC.heap_info"));
        long sum = 0;
        while (used.find()) {
            sum += Long.parseLong(used.group(1));
        }
        return sum;
    }

    /** Memory outside the heap that Java code of the JVM has asked for, Netty's buffers above all, in KB. */
    long directKb() throws Exception {
        Matcher other = OTHER.matcher(jcmd("VM.native_memory", "summary"));
        return other.find() ? Long.parseLong(other.group(1)) : 0;
    }

    private String jcmd(String... command) throws Exception {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process jcmd = new ProcessBuilder(
                        Stream.concat(Stream.of(tool.toString(), Long.toString(process.pid())), Stream.of(command))
                                .toList())
                .redirectErrorStream(true)
                .start();
        return new String(jcmd.getInputStream().readAllBytes());
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
