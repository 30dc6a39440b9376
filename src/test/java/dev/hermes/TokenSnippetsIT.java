package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The programs of docs/tokens.md make tokens that Hermes lets in; each is skipped where its language is not installed. */
class TokenSnippetsIT {

    private static final int PATIENCE_SECONDS = 60;
    private static final String USER = "Zoë";
    private static final String ROOM = "lobby ☕";

    @TempDir
    Path folder;

    private World world;

    @BeforeEach
    void open() {
        world = new World(Stacks.shared());
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void ruby() throws Exception {
        assumeInstalled("ruby", "-e", "require 'jwt'; require 'bcrypt'");

        letsIn("ruby", "ruby", "-W0", "Mint.ruby");
    }

    @Test
    void node() throws Exception {
        Path packages = Path.of("client", "node_modules").toAbsolutePath();
        assumeTrue(
                Files.isDirectory(packages.resolve("jsonwebtoken")) && Files.isDirectory(packages.resolve("bcryptjs")),
                "Skipped: run npm ci in client/ first");
        assumeInstalled("node", "--version");
        Files.createSymbolicLink(folder.resolve("node_modules"), packages);
        Files.writeString(folder.resolve("package.json"), "{\"type\": \"module\"}");

        letsIn("js", "node", "Mint.js");
    }

    @Test
    void python() throws Exception {
        String python = System.getenv().getOrDefault("PYTHON", "python3");
        assumeInstalled(python, "-c", "import jwt, bcrypt");

        letsIn("python", python, "Mint.python");
    }

    @Test
    void java() throws Exception {
        letsIn(
                "java",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dfile.encoding=UTF-8",
                "-Dsun.jnu.encoding=UTF-8",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "Mint.java");
    }

    @Test
    void php() throws Exception {
        assumeInstalled("php", "--version");

        letsIn("php", "php", "Mint.php");
    }

    private void letsIn(String language, String... command) throws Exception {
        Files.writeString(folder.resolve("Mint." + language), snippet(language));
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(USER, ROOM));

        JsonNode made = new ObjectMapper().readTree(run(all));
        world.dynamoDb().putItem(put -> put.tableName(world.settings().get("hermes.tokens.table"))
                .item(Map.of(
                        "user_id", AttributeValue.fromS(USER),
                        "room_id", AttributeValue.fromS(ROOM),
                        "token",
                                AttributeValue.fromS(
                                        made.path("row").path("token").asText()))));
        WebSocketClient client = world.joinWith(made.path("jwt").asText());
        world.send("{\"user_id\":\"" + language + "\",\"room_id\":\"" + ROOM + "\",\"data\":1}");

        assertThat(client.frame()).isEqualTo("{\"user_id\":\"" + language + "\",\"data\":1}");
    }

    private static String snippet(String language) throws IOException {
        Matcher block = Pattern.compile("(?s)```" + language + "\n(.*?)```")
                .matcher(Files.readString(Path.of("docs", "tokens.md")));
        assertThat(block.find()).as(language).isTrue();
        return block.group(1);
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        ProcessBuilder program = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        program.environment()
                .putAll(Map.of(
                        "HERMES_JWT_SECRET",
                        world.secret(),
                        "HERMES_PASSCODE",
                        world.settings().get("hermes.access.passcode"),
                        "LC_ALL",
                        "C.UTF-8"));
        Process process = program.start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("Still running after " + PATIENCE_SECONDS + " s: " + command);
        }
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        return Files.readString(output);
    }

    private void assumeInstalled(String... probe) throws InterruptedException {
        String skipped = "Skipped: this fails: " + String.join(" ", probe);
        try {
            Process process = new ProcessBuilder(probe)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assumeTrue(process.waitFor() == 0, skipped);
        } catch (IOException notInstalled) {
            assumeTrue(false, skipped);
        }
    }
}
