package dev.hermes.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The jar, run as a user runs it: a process of its own, with an environment of its own. */
public final class HermesProcess implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 60;

    private final Process process;
    private final Path output;

    private HermesProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts {@code java -jar hermes.jar arguments} in {@code folder}; of this environment it sees nothing but PATH. */
    public static HermesProcess start(Path folder, Map<String, String> environment, String... arguments)
            throws IOException {
        return run(folder, environment, command(arguments));
    }

    /** {@code java -jar hermes.jar arguments}, with the Java that runs this, and the flags that the build names. */
    public static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Stream.of(System.getProperty("hermes.process.jvm", "").split(" "))
                .filter(flag -> !flag.isEmpty())
                .forEach(command::add);
        command.add("-jar");
        command.add(Path.of("target", "hermes.jar").toAbsolutePath().toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /** Starts {@code launcher arguments} in {@code folder}, with the Java that runs this, as {@link #start} does otherwise. */
    public static HermesProcess launch(Path launcher, Path folder, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        Map<String, String> withJava = new HashMap<>(Map.of("JAVA_HOME", System.getProperty("java.home")));
        withJava.putAll(environment);
        return run(folder, withJava, command);
    }

    private static HermesProcess run(Path folder, Map<String, String> environment, List<String> command)
            throws IOException {
        Path output = Files.createTempFile("hermes", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().retainAll(List.of("PATH"));
        builder.environment().putAll(environment);
        return new HermesProcess(builder.start(), output);
    }

    /** What a process needs to know to run beside the stack's SQS and DynamoDB, on ports of its own. */
    public static Map<String, String> beside(DevStack aws) {
        Map<String, String> environment = new HashMap<>();
        environment.put("AWS_REGION", "eu-west-1");
        environment.put("AWS_ACCESS_KEY_ID", "local");
        environment.put("AWS_SECRET_ACCESS_KEY", "local");
        environment.put("HERMES_AWS_SQS_ENDPOINT", aws.sqs().endpoint());
        environment.put("HERMES_AWS_DYNAMODB_ENDPOINT", aws.dynamoDb().endpoint());
        environment.put("HERMES_JWT_SECRET", aws.settings().get("hermes.access.jwt-secret"));
        environment.put("HERMES_PASSCODE", aws.settings().get("hermes.access.passcode"));
        environment.put("HERMES_GATEWAY_DRAIN_DELAY_SECONDS", "0");
        environment.put("HERMES_GATEWAY_DRAIN_SECONDS", "0");
        environment.put("HERMES_GATEWAY_PORT", Integer.toString(FreePort.find()));
        environment.put("HERMES_MANAGEMENT_PORT", Integer.toString(FreePort.find()));
        return environment;
    }

    /** The same, with a key pair, and with tables and queues that nothing else uses. They are still to be made. */
    public static Map<String, String> apart(DevStack aws) {
        Map<String, String> environment = beside(aws);
        String name = UUID.randomUUID().toString().substring(0, 8);
        environment.put("HERMES_NOTIFICATIONS_QUEUE", name + "-queue");
        environment.put("HERMES_NOTIFICATIONS_DEAD_LETTER_QUEUE", name + "-dlq");
        environment.put("HERMES_CONNECTIONS_TABLE", name + "-connections");
        environment.put("HERMES_TOKENS_TABLE", name + "-tokens");
        environment.put("HERMES_ROOMS_TABLE", name + "-rooms");
        environment.put("HERMES_API_ACCESS_KEY_ID", aws.settings().get("hermes.connections-api.access-key-id"));
        environment.put("HERMES_API_SECRET_ACCESS_KEY", aws.settings().get("hermes.connections-api.secret-access-key"));
        return environment;
    }

    /** The exit code, once it has ended by itself. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("Still running after " + PATIENCE_SECONDS + " s:\n" + output());
        }
        return process.exitValue();
    }

    /** What it has printed so far, to either stream. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it to end, as {@code docker stop} does. */
    public void terminate() {
        process.destroy();
    }

    /** Ends it without a word, as {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Sends it a signal by name: {@code STOP} and it hangs, {@code CONT} and it goes on. */
    public void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        if (kill.waitFor() != 0) {
            throw new IOException("kill -" + name + " failed with " + kill.exitValue());
        }
    }

    public ProcessMemory memory() {
        return new ProcessMemory(process.pid());
    }

    /** The processor time that it has used so far. */
    public Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    @Override
    public void close() throws IOException {
        kill();
        Files.deleteIfExists(output);
    }
}
