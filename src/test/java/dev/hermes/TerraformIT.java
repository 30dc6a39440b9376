package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hermes.dev.DevStack;
import dev.hermes.dev.FreePort;
import dev.hermes.dev.SqsAttributes;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.Tools;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Terraform of deploy/aws, where terraform is installed, and the providers with it in a folder tf-plugins. */
class TerraformIT {

    private static final int PATIENCE_MINUTES = 4;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void copy() throws IOException {
        assumeTrue(
                Tools.isOnPath("terraform") && mirror().isPresent(),
                "Skipped: deploy/aws is tested where terraform and a folder tf-plugins with its providers are installed");
        Path source = Path.of("deploy/aws");
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = folder.resolve(source.relativize(file).toString());
                if (!file.toString().contains(".terraform") && !file.toString().contains(".tfstate")) {
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        }
        Files.writeString(
                folder.resolve("mirror.tfrc"),
                "provider_installation {\n  filesystem_mirror {\n    path = \"" + mirror().orElseThrow()
                        + "\"\n  }\n}\n");
    }

    @Test
    void isFormattedAndValidAndPlansWhatItSays() throws Exception {
        terraform(".", "fmt", "-check", "-recursive");
        terraform(".", "init", "-input=false");
        terraform(".", "validate");
        terraform(".", "test");
    }

    @Test
    void makesTablesAndQueuesThatHermesServesFrom() throws Exception {
        DevStack aws = Stacks.shared();
        try (SqsAttributes sqs = new SqsAttributes(aws.sqs().endpoint())) {
            terraform("local", "init", "-input=false");
            terraform(
                    "local",
                    "apply",
                    "-input=false",
                    "-auto-approve",
                    "-var=sqs_endpoint=" + sqs.endpoint(),
                    "-var=dynamodb_endpoint=" + aws.dynamoDb().endpoint());
        }
        Map<String, String> names = Map.of(
                "hermes.notifications.queue", "hermes-messageQueue-terraform",
                "hermes.notifications.dead-letter-queue", "hermes-messageQueue-dlq-terraform",
                "hermes.connections.table", "hermesConnections-terraform",
                "hermes.rooms.table", "hermesRooms-terraform",
                "hermes.tokens.table", "hermesTokens-terraform",
                "hermes.gateway.port", Integer.toString(FreePort.find()),
                "hermes.management.port", Integer.toString(FreePort.find()));
        Settings settings = aws.settings();
        for (Map.Entry<String, String> name : names.entrySet()) {
            settings = settings.with(name.getKey(), name.getValue());
        }
        try (Server hermes = Server.start(settings);
                World world = new World(settings)) {
            WebSocketClient client = world.join("ada", "room");

            world.send("{\"room_id\":\"room\",\"data\":1}");

            assertThat(client.frame()).isEqualTo("{\"data\":1}");
            assertThat(hermes).isNotNull();
        }
    }

    private static void terraform(String root, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("terraform", "-chdir=" + folder.resolve(root)));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "terraform", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment()
                .put("TF_CLI_CONFIG_FILE", folder.resolve("mirror.tfrc").toString());
        builder.environment().put("CHECKPOINT_DISABLE", "1");
        Process process = builder.start();
        boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertThat(ended && process.exitValue() == 0).as(() -> read(output)).isTrue();
    }

    private static String read(Path output) {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** A folder tf-plugins one below the root. */
    private static Optional<Path> mirror() {
        File[] places = new File("/").listFiles(File::isDirectory);
        return Arrays.stream(places == null ? new File[0] : places)
                .map(place -> place.toPath().resolve("tf-plugins"))
                .filter(Files::isDirectory)
                .findFirst();
    }
}
