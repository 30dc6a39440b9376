package dev.hermes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hermes.component.Components;
import dev.hermes.component.Library;
import dev.hermes.dev.CamelServices;
import dev.hermes.dev.DevStack;
import dev.hermes.dev.FreePort;
import dev.hermes.dev.HermesProcess;
import dev.hermes.dev.RuleFolder;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as a user runs it: its commands, its exit codes, and what it says when something is missing. */
class JarIT {

    @TempDir
    private Path folder;

    private final DevStack aws = Stacks.shared();
    private Map<String, String> environment;

    @BeforeEach
    void environment() {
        environment = HermesProcess.beside(aws);
        environment.put("HERMES_NOTIFICATIONS_QUEUE", "jar-queue");
        environment.put("HERMES_NOTIFICATIONS_DEAD_LETTER_QUEUE", "jar-dlq");
    }

    @Test
    void servesSendsAndEndsInAnEmptyFolder() throws Exception {
        String queue = "new-queue-" + System.nanoTime();
        environment.put("HERMES_NOTIFICATIONS_QUEUE", queue);
        assertThat(run("setup").output()).contains("Queue " + queue + " created");
        assertThat(run("setup").output())
                .contains("Queue " + queue + " is there")
                .doesNotContain("created");
        String token = answer("token", "--user", "ada", "--room", "jar");
        try (HermesProcess hermes = HermesProcess.start(folder, environment)) {
            awaitReady(hermes);
            WebSocketClient client = WebSocketClient.open(
                    URI.create("ws://127.0.0.1:" + environment.get("HERMES_GATEWAY_PORT") + "/dev?token=" + token));

            run("send", "--room", "jar", "--user", "shop", "{\"total\": 1.50}");

            assertThat(client.frame()).isEqualTo("{\"user_id\":\"shop\",\"data\":{\"total\": 1.50}}");
            hermes.terminate();
            assertThat(client.closeCode()).isEqualTo(1012);
            assertThat(hermes.exitCode()).isEqualTo(143);
            assertThat(hermes.output())
                    .doesNotContain("WARN", "ERROR", "Exception", token, environment.get("HERMES_JWT_SECRET"));
            try (World world = new World(aws)) {
                assertThat(world.rows("jar")).isEmpty();
            }
        }
    }

    @Test
    void readsPropertiesAndRoutesOfItsFolder() throws Exception {
        run("setup");
        Files.writeString(
                folder.resolve("application.properties"),
                "hermes.gateway.stage = beta\nhermes.access.attributes = role\n");
        Path routes = Files.createDirectory(folder.resolve("routes"));
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                Files.writeString(
                        routes.resolve(file.getFileName()),
                        text.replace("${variable.notification.frame}", "own rule: ${variable.notification.frame}"));
            }
        }
        String token = answer("token", "--user", "ada", "--room", "own", "--attribute", "role=staff");
        try (HermesProcess hermes = HermesProcess.start(folder, environment, "serve")) {
            awaitReady(hermes);
            WebSocketClient client = WebSocketClient.open(
                    URI.create("ws://127.0.0.1:" + environment.get("HERMES_GATEWAY_PORT") + "/beta?token=" + token));

            run("send", "--room", "own", "1");

            assertThat(client.frame()).isEqualTo("own rule: {\"data\":1}");
            try (World world = new World(aws)) {
                assertThat(world.rows("own"))
                        .singleElement()
                        .satisfies(row -> assertThat(row.get("attributes").m()).containsOnlyKeys("role"));
            }
        }
    }

    @Test
    void servesOnIpv6InATurkishLocale() throws Exception {
        environment.put("HERMES_NOTIFICATIONS_QUEUE", "turkish-queue");
        run("setup");
        String token = answer("token", "--user", "ada", "--room", "istanbul");
        environment.put("JAVA_TOOL_OPTIONS", "-Duser.language=tr -Duser.country=TR");
        environment.put("HERMES_GATEWAY_HOST", "::1");
        environment.put("HERMES_MANAGEMENT_HOST", "::");
        // What nodes sign their pushes with.
        environment.put("HERMES_API_ACCESS_KEY_ID", "key");
        environment.put("HERMES_API_SECRET_ACCESS_KEY", "secret");
        Map<String, String> other = new HashMap<>(environment);
        other.put("HERMES_GATEWAY_PORT", Integer.toString(FreePort.find()));
        other.put("HERMES_MANAGEMENT_PORT", Integer.toString(FreePort.find()));
        try (HermesProcess one = HermesProcess.start(folder, environment);
                HermesProcess two = HermesProcess.start(folder, other)) {
            awaitReady(one);
            awaitReady(two);
            String endpoint = "http://[::1]:" + environment.get("HERMES_GATEWAY_PORT") + "/dev";
            assertThat(one.output()).contains("reached by other nodes at " + endpoint);
            WebSocketClient here = WebSocketClient.open(URI.create(endpoint.replace("http", "ws") + "?token=" + token));
            WebSocketClient there = WebSocketClient.open(
                    URI.create("ws://[::1]:" + other.get("HERMES_GATEWAY_PORT") + "/dev?token=" + token));

            run("send", "--room", "istanbul", "\"Ii\"");

            // One of them has it from the other.
            assertThat(here.frame()).isEqualTo("{\"data\":\"Ii\"}");
            assertThat(there.frame()).isEqualTo("{\"data\":\"Ii\"}");
        }
    }

    @Test
    void saysWhatToSetWhenTheSecretIsMissingOrWeak() throws Exception {
        environment.remove("HERMES_JWT_SECRET");
        assertFails("HERMES_JWT_SECRET");

        environment.put("HERMES_JWT_SECRET", "too-short-to-be-safe");
        assertThat(assertFails("at least 64 bytes")).doesNotContain("too-short-to-be-safe");
    }

    @Test
    void namesAllWrongSettingsAtOnce() throws Exception {
        environment.put("HERMES_NOTIFICATIONS_CONSUMERS", "-1");
        environment.put("HERMES_NOTIFICATIONS_WAIT_SECONDS", "21");

        assertThat(assertFails("hermes.notifications.wait-seconds is '21'"))
                .contains("hermes: hermes.notifications.consumers is '-1'")
                .doesNotContain("\tat ");
    }

    @Test
    void printsItsSettingsAndWhereTheyComeFrom() throws Exception {
        Files.writeString(folder.resolve("application.properties"), "hermes.gateway.stage = beta\n");

        assertThat(run("config").output())
                .contains(
                        "hermes.gateway.stage = beta   # application.properties",
                        "hermes.notifications.queue = jar-queue   # HERMES_NOTIFICATIONS_QUEUE",
                        "hermes.access.jwt-secret = (hidden)   # HERMES_JWT_SECRET",
                        "hermes.tokens.table = hermesTokens   # default")
                .doesNotContain(environment.get("HERMES_JWT_SECRET"), environment.get("HERMES_PASSCODE"));
    }

    @Test
    void keepsTheLogOffTheAnswerOfACommand() throws Exception {
        environment.put("HERMES_LOG_LEVEL", "debug");
        Path answer = folder.resolve("answer");
        Path log = folder.resolve("log");
        ProcessBuilder command = new ProcessBuilder(HermesProcess.command("setup"))
                .directory(folder.toFile())
                .redirectOutput(answer.toFile())
                .redirectError(log.toFile());
        command.environment().putAll(environment);

        assertThat(command.start().waitFor()).isZero();
        assertThat(Files.readString(answer)).contains("Queue jar-queue ").doesNotContain("DEBUG");
        assertThat(Files.readString(log)).contains("DEBUG");
    }

    @Test
    void logsAsTheSettingsSay() throws Exception {
        run("setup");
        Files.writeString(folder.resolve("application.properties"), "hermes.log.format = json\n");
        try (HermesProcess hermes = HermesProcess.start(folder, environment)) {
            awaitReady(hermes);
            for (String line : hermes.output().lines().toList()) {
                assertThat(new ObjectMapper().readTree(line).get("message"))
                        .as(line)
                        .isNotNull();
            }
            assertThat(hermes.output())
                    .contains(
                            "starts stage dev",
                            "queue jar-queue",
                            "gateway 127.0.0.1:" + environment.get("HERMES_GATEWAY_PORT"),
                            "and is ready");
        }
    }

    @Test
    void changesItsLogLevelWhileItRuns() throws Exception {
        run("setup");
        Path file = folder.resolve("application.properties");
        try (HermesProcess hermes = HermesProcess.start(folder, environment)) {
            awaitReady(hermes);

            Files.writeString(file, "hermes.log.level = loud\n");
            await().until(() -> hermes.output().contains("The log level stays info"));
            assertThat(hermes.output()).contains("hermes.log.level is 'loud'").doesNotContain(" DEBUG ");

            Files.writeString(file, "hermes.log.level = DEBUG\n");
            await().until(() -> hermes.output().contains(" DEBUG "));
            assertThat(hermes.output()).contains("The log level is debug from now on");

            Files.delete(file);
            await().until(() -> hermes.output().contains("The log level is info from now on"));
        }
    }

    @Test
    void saysWhichPortIsInUse() throws Exception {
        run("setup");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            environment.put("HERMES_GATEWAY_PORT", Integer.toString(taken.getLocalPort()));

            assertFails("127.0.0.1:" + taken.getLocalPort());
        }
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            environment.put("HERMES_GATEWAY_PORT", Integer.toString(FreePort.find()));
            environment.put("HERMES_MANAGEMENT_PORT", Integer.toString(taken.getLocalPort()));

            assertFails("127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void saysThatAnotherProcessAnswersAtItsEndpoint() throws Exception {
        run("setup");
        String taken = aws.settings().get("hermes.node.endpoint");
        environment.put("HERMES_NODE_ENDPOINT", taken);

        assertFails("Another process answers at " + taken);
    }

    @Test
    void saysThatThereAreNoCredentialsOrNoRegion() throws Exception {
        environment.remove("AWS_ACCESS_KEY_ID");
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        assertFails("AWS_ACCESS_KEY_ID");

        environment.remove("AWS_REGION");
        assertFails("AWS_REGION");
    }

    @Test
    void saysHowItIsUsed() throws Exception {
        assertThat(run("--help").output()).contains("serve", "token", "send", "setup", "validate", "Exit codes");
        assertThat(run("token", "--help").output()).contains("--user", "--room", "--ttl");
        assertThat(run("--version").output()).startsWith("hermes ");
        assertThat(exit("token", "--user", "ada")).isEqualTo(2);
        assertThat(exit("send", "--room", "r", "not JSON")).isEqualTo(2);
        assertThat(exit("nonsense")).isEqualTo(2);
    }

    @Test
    void refusesWhatCouldReachNobody() throws Exception {
        assertThat(exit("send", "--room", "", "1")).isEqualTo(2);
        assertThat(exit("token", "--user", "ada", "--room", "")).isEqualTo(2);
        assertThat(exit("token", "--user", "ada", "--room", "jar", "--ttl", "-1h"))
                .isEqualTo(2);
    }

    @Test
    void sendsToTheQueueThatIsSetByItsUrl() throws Exception {
        environment.put("HERMES_NOTIFICATIONS_QUEUE", "by-url");
        run("setup");
        environment.put("HERMES_NOTIFICATIONS_QUEUE", "nowhere");
        String url = aws.sqs().endpoint() + "/000000000000/by-url";
        environment.put("HERMES_NOTIFICATIONS_QUEUE_URL", url);

        assertThat(run("setup").output()).contains("Queue " + url + " is there").doesNotContain("created");
        assertThat(run("send", "--room", "r", "1").output()).contains(url);

        environment.put("HERMES_NOTIFICATIONS_QUEUE_URL", url + "-missing");
        assertFails("There is no queue at " + url + "-missing", "setup");
    }

    @Test
    void makesFifoQueuesOnlyTogether() throws Exception {
        environment.put("HERMES_NOTIFICATIONS_QUEUE", "jar.fifo");
        assertFails("must both be FIFO queues", "setup");

        environment.put("HERMES_NOTIFICATIONS_DEAD_LETTER_QUEUE", "jar-dlq.fifo");
        assertThat(run("setup").output()).contains("Queue jar-dlq.fifo created", "Queue jar.fifo created");
    }

    @Test
    void completesItsCommandsInAShell() throws Exception {
        Files.writeString(
                folder.resolve("completion"), run("completion", "bash").output());

        assertThat(complete("se")).containsExactlyInAnyOrder("serve", "send", "setup");
        assertThat(complete("token --r")).containsExactly("--room");
        assertThat(complete("completion z")).containsExactly("zsh");
        assertThat(run("completion", "zsh").output()).contains("bashcompinit", "complete -F");
        assertThat(exit("completion", "fish")).isEqualTo(2);
    }

    private List<String> complete(String typed) throws Exception {
        String script = ". ./completion; COMP_WORDS=(hermes " + typed + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1));"
                + " COMP_LINE=\"${COMP_WORDS[*]}\"; COMP_POINT=${#COMP_LINE}; _complete_hermes; echo ${COMPREPLY[*]}";
        Process bash = new ProcessBuilder("bash", "-c", script)
                .directory(folder.toFile())
                // The function says there that no shell has called it.
                .redirectError(Redirect.DISCARD)
                .start();
        return List.of(new String(bash.getInputStream().readAllBytes(), UTF_8).split("\\s+"));
    }

    @Test
    void saysWhichTableOrQueueIsMissing() throws Exception {
        environment.put("HERMES_TOKENS_TABLE", "no-tokens");
        assertFails("Table no-tokens is missing: run \"hermes setup\"", "token", "--user", "ada", "--room", "jar");

        environment.put("HERMES_NOTIFICATIONS_QUEUE", "no-queue");
        assertFails("Queue no-queue is missing: run \"hermes setup\"", "send", "--room", "jar", "1");

        environment.put("HERMES_NOTIFICATIONS_QUEUE_URL", aws.sqs().endpoint() + "/000000000000/none");
        assertFails("/000000000000/none is missing", "send", "--room", "jar", "1");
    }

    @Test
    void namesEachNotificationInTheLogByItsId() throws Exception {
        // What is meant for a node that another test has just killed would be hidden for a while.
        environment.put("HERMES_NOTIFICATIONS_QUEUE", "log-queue");
        run("setup");
        environment.put("HERMES_LOG_LEVEL", "debug");
        try (HermesProcess hermes = HermesProcess.start(folder, environment)) {
            awaitReady(hermes);
            environment.remove("HERMES_LOG_LEVEL");

            String id = answer("send", "--room", "jar", "1").split(" ")[1];

            await().until(() -> hermes.output().contains("Notification " + id + " is handed to the rules")
                    && hermes.output().contains("Notification " + id + " is done and deleted"));
        }
    }

    @Test
    void validatesRulesWithoutAwsOrASecret() throws Exception {
        RuleFolder rules = RuleFolder.copyOf(Path.of("routes"), folder.resolve("routes"));
        environment.clear();
        assertThat(run("validate").output().strip())
                .endsWith("0 errors, 0 warnings")
                .doesNotContain("\n");
        assertThat(exit("validate", "nowhere")).isEqualTo(1);

        rules.edit("push", text -> text.replace("ref: handOver", "ref: handOvr"));

        try (HermesProcess validate = HermesProcess.start(folder, environment, "validate", "--json", "routes")) {
            assertThat(validate.exitCode()).isEqualTo(1);
            JsonNode report = new ObjectMapper().readTree(validate.output());
            assertThat(report.get("valid").asBoolean()).isFalse();
            assertThat(report.get("findings")).singleElement().satisfies(finding -> {
                assertThat(finding.get("file").asText()).isEqualTo("routes/push.camel.yaml");
                assertThat(finding.get("line").asInt()).isPositive();
                assertThat(finding.get("step").asText()).isEqualTo("node");
                assertThat(finding.get("advice").asText()).isEqualTo("did you mean handOver?");
            });
        }
    }

    @Test
    void drawsRulesWithoutAwsOrASecret() throws Exception {
        environment.clear();

        assertThat(run("graph").output()).startsWith("flowchart LR\n").contains("[\"fan-out\"]");
        assertThat(run("graph", "--format", "svg").output()).startsWith("<svg ").endsWith("</svg>\n");
        assertThat(exit("graph", "nowhere")).isEqualTo(1);
        assertThat(exit("graph", "--format", "png")).isEqualTo(2);
    }

    @Test
    void offersRulesWhatTheDevStackOffers() {
        Path jar = Path.of("target/hermes.jar");

        assertThat(CamelServices.in(jar, "component")).isEqualTo(new Components(Library.of(List.of())).schemes());
        assertThat(CamelServices.in(jar, "language")).isEqualTo(CamelServices.onTheClassPath("language"));
        assertThat(CamelServices.in(jar, "dataformat")).isEqualTo(CamelServices.onTheClassPath("dataformat"));
    }

    @Test
    void saysWhatIsWrongWithTheRules() throws Exception {
        run("setup");
        RuleFolder rules = RuleFolder.copyOf(Path.of("routes"), folder.resolve("routes"));
        rules.delete("notifications");
        assertFails("routes that consume direct notification");

        rules.write("notifications", "- route:\n    id: notification\n");
        assertFails("routes/notifications.camel.yaml:1");
    }

    private String assertFails(String hint, String... command) throws Exception {
        try (HermesProcess hermes = HermesProcess.start(folder, environment, command)) {
            assertThat(hermes.exitCode()).as(hermes.output()).isEqualTo(1);
            String last = hermes.output()
                    .strip()
                    .lines()
                    .reduce((first, second) -> second)
                    .orElse("");
            assertThat(last).startsWith("hermes: ").contains(hint);
            return hermes.output();
        }
    }

    private HermesProcess run(String... arguments) throws Exception {
        HermesProcess command = HermesProcess.start(folder, environment, arguments);
        assertThat(command.exitCode()).as(command.output()).isZero();
        return command;
    }

    /** The last line. */
    private String answer(String... arguments) throws Exception {
        return run(arguments).output().lines().reduce((first, second) -> second).orElseThrow();
    }

    private int exit(String... arguments) throws Exception {
        try (HermesProcess command = HermesProcess.start(folder, environment, arguments)) {
            return command.exitCode();
        }
    }

    private static void awaitReady(HermesProcess hermes) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !hermes.isRunning() || hermes.output().contains("Hermes started in "));
    }
}
