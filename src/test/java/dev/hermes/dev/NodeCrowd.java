package dev.hermes.dev;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Many clients of {@code client/} in one Node process, behind a balancer that finds a server that answers. */
public final class NodeCrowd implements AutoCloseable {

    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;

    private NodeCrowd(Process process) {
        this.process = process;
        this.commands = process.outputWriter();
        this.answers = process.inputReader();
    }

    public static void assumeInstalled() {
        assumeTrue(
                Files.isDirectory(Path.of("client", "node_modules", "ws")),
                "Skipped: this test needs Node 20 or later, and npm ci in client/");
    }

    /**
     * @param ports of the servers
     * @param tokens one for each client
     */
    public static NodeCrowd start(List<String> ports, List<String> tokens) throws IOException {
        NodeCrowd crowd = new NodeCrowd(new ProcessBuilder("node", "stand-in/crowd.js", String.join(",", ports))
                .directory(Path.of("client").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        crowd.tell(new JsonArray(tokens).encode());
        return crowd;
    }

    /** A server is killed now: attempts to come back are counted anew. */
    public void killed() throws IOException {
        tell("kill");
    }

    /** @param sent how many messages each client was to hear so far */
    public Report report(int sent) throws IOException {
        tell("report " + sent);
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("The crowd has ended");
        }
        return Report.of(new JsonObject(answer));
    }

    private void tell(String line) throws IOException {
        commands.write(line + "\n");
        commands.flush();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /**
     * How the clients fared.
     *
     * @param open clients that are connected
     * @param missing deliveries that have not come
     * @param doubled deliveries that came more than once
     * @param disorder frames whose number did not follow the one before
     * @param missed clients that were told that they missed something
     * @param storms after each kill, the attempts to connect until the next one
     */
    public record Report(
            int open, int missing, int doubled, int disorder, int missed, List<String> errors, List<Storm> storms) {

        private static Report of(JsonObject json) {
            return new Report(
                    json.getInteger("open"),
                    json.getInteger("missing"),
                    json.getInteger("doubled"),
                    json.getInteger("disorder"),
                    json.getInteger("missed"),
                    json.getJsonArray("errors").stream().map(String::valueOf).toList(),
                    json.getJsonArray("storms").stream()
                            .map(JsonObject.class::cast)
                            .map(storm -> new Storm(storm.getInteger("attempts"), storm.getInteger("most")))
                            .toList());
        }
    }

    /** @param most how many of the attempts fell into one second */
    public record Storm(int attempts, int most) {}
}
