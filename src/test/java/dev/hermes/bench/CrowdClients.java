package dev.hermes.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Thousands of clients in a process of their own, which gives way to all others, so that what is measured meanwhile does
 * not suffer from them.
 *
 * <p>{@code CrowdClients port file}, with a line of the file for the path of each; does what its input says: {@code open
 * window}, {@code close}.
 */
public final class CrowdClients implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Process process;
    private final BufferedReader answers;

    /** Starts the process; none is open yet. */
    CrowdClients(Peer peer, List<String> paths) throws Exception {
        Path file = ServerProcess.folder().resolve("paths.txt");
        Files.write(file, paths);
        List<String> command = JavaCommand.with(
                "-cp",
                System.getProperty("java.class.path"),
                CrowdClients.class.getName(),
                Integer.toString(peer.address().getPort()),
                file.toString());
        command.addAll(0, List.of("nice", "-n", "19"));
        process = new ProcessBuilder(command)
                .redirectError(ServerProcess.folder().resolve("crowd.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        answers = process.inputReader();
    }

    /**
     * Opens all, {@code window} handshakes at a time.
     *
     * @return how long it took, in seconds
     */
    double open(int window) throws Exception {
        return Double.parseDouble(ask("open " + window));
    }

    /** Ends all at once, without a word. */
    void leave() throws Exception {
        ask("close");
    }

    private String ask(String command) throws Exception {
        process.getOutputStream().write((command + "\n").getBytes());
        process.getOutputStream().flush();
        String answer = answers.readLine();
        if (answer == null || answer.startsWith("wrong")) {
            throw new Wrong("crowd: " + answer);
        }
        return answer;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] args) throws Exception {
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0]));
        List<String> paths = Files.readAllLines(Path.of(args[1]));
        Subscribers clients = null;
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            try {
                if (line.startsWith("open ")) {
                    int window = Integer.parseInt(line.substring("open ".length()));
                    clients = new Subscribers("crowd", address, null, paths.size(), paths::get, window);
                    System.out.println(clients.awaitOpen(PATIENCE));
                } else if (clients != null) {
                    clients.close();
                    System.out.println("closed");
                }
            } catch (Wrong e) {
                System.out.println("wrong: " + e.getMessage());
            }
        }
    }
}
