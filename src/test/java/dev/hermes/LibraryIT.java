package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.dev.ApiCall;
import dev.hermes.dev.DevStack;
import dev.hermes.dev.HermesProcess;
import dev.hermes.dev.RuleFolder;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A component that the jar lacks, from the command that names it to the frame that it makes. */
class LibraryIT {

    /** Tells a room what a template makes of a call. */
    private static final String GREETS = """
            - route:
                id: greets
                from:
                  uri: platform-http
                  parameters:
                    path: /greet
                  steps:
                    - to:
                        uri: mustache
                        parameters:
                          resourceUri: file:greeting.mustache
                    - to:
                        uri: aws2-sqs
                        parameters:
                          queueNameOrArn: "{{hermes.notifications.queue}}"
            """;

    @TempDir
    private Path folder;

    private final DevStack aws = Stacks.shared();
    private final Map<String, String> environment = HermesProcess.beside(aws);

    @Test
    void addsAComponentThatTheJarLacks() throws Exception {
        environment.put("HERMES_API_ACCESS_KEY_ID", "local");
        environment.put("HERMES_API_SECRET_ACCESS_KEY", "local");
        environment.put("HERMES_NOTIFICATIONS_QUEUE", "library-queue");
        environment.put("HERMES_NOTIFICATIONS_DEAD_LETTER_QUEUE", "library-dlq");
        Files.writeString(folder.resolve("greeting.mustache"), "{\"room_id\":\"greeted\",\"data\":\"Hello {{body}}\"}");
        RuleFolder rules = RuleFolder.copyOf(Path.of("routes"), folder.resolve("routes"));
        rules.write("greets", GREETS);
        assertThat(run(1, "validate")).contains("hermes components add camel-mustache");

        String advice = run(0, "components", "add", "camel-mustache");
        fetch(advice.strip().lines().reduce((first, last) -> last).orElseThrow());

        try (Stream<Path> jars = Files.list(folder.resolve("lib"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("camel-mustache"))
                    .noneMatch(name -> name.startsWith("camel-support"));
        }
        assertThat(run(0, "components")).contains("mustache").doesNotContain("Hermes has");
        assertThat(run(0, "validate")).contains("0 errors");
        run(0, "setup");
        String token = run(0, "token", "--user", "ada", "--room", "greeted").strip();
        try (HermesProcess hermes = HermesProcess.start(folder, environment)) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> hermes.output().contains(" started in ") || !hermes.isRunning());
            WebSocketClient client = WebSocketClient.open(
                    URI.create("ws://127.0.0.1:" + environment.get("HERMES_GATEWAY_PORT") + "/dev?token=" + token));

            call("Ada");

            assertThat(client.frame()).isEqualTo("{\"data\":\"Hello Ada\"}");
            assertThat(hermes.output()).contains("add the components [mustache]");
        }
    }

    private void call(String name) throws Exception {
        Settings settings = Settings.load(folder, environment);
        assertThat(new ApiCall(settings, "POST", "/dev/@rules/greet")
                        .body(name)
                        .send()
                        .statusCode())
                .isEqualTo(200);
    }

    /** With this project's Maven in the place of the user's. */
    private static void fetch(String command) throws Exception {
        String maven = Path.of("mvnw").toAbsolutePath() + " -q ";
        Process process = new ProcessBuilder(
                        command.replaceFirst("^mvn ", maven).split(" "))
                .inheritIO()
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private String run(int expected, String... arguments) throws Exception {
        try (HermesProcess command = HermesProcess.start(folder, environment, arguments)) {
            assertThat(command.exitCode()).as(command.output()).isEqualTo(expected);
            return command.output();
        }
    }
}
