package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hermes.dev.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds compose.yaml and .github to what they name, and all files for deployment to the schemas of their readers. */
class DeployFilesTest {

    private static final Pattern DEFAULT = Pattern.compile("\\$\\{\\w+:-(.*)}");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void composesAHermesThatFindsItsStandIns() throws IOException {
        JsonNode compose = DeployTest.yaml(Path.of("compose.yaml"));
        Map<String, String> environment =
                JSON.convertValue(compose.at("/x-hermes/environment"), new TypeReference<HashMap<String, String>>() {});
        environment.replaceAll((name, value) -> DEFAULT.matcher(value).replaceAll("$1"));

        Settings settings = Settings.load(Path.of("src/test"), environment);

        assertThat(settings.get("hermes.aws.sqs-endpoint")).isEqualTo("http://sqs:9324");
        assertThat(settings.get("hermes.aws.dynamodb-endpoint")).isEqualTo("http://dynamodb:8000");
        assertThat(settings.get("hermes.access.jwt-secret")).hasSizeGreaterThanOrEqualTo(64);
        assertThat(compose.get("services"))
                .extracting(service -> service.path("image").asText())
                .contains(
                        "softwaremill/elasticmq-native:" + version("elasticmq"),
                        "amazon/dynamodb-local:" + version("dynamodb-local"));
        assertThat(compose.findValues("ports")).isNotEmpty().allSatisfy(ports -> assertThat(ports)
                .allMatch(port -> port.textValue().startsWith("127.0.0.1:")));
        assertThat(compose.at("/services/hermes/stop_grace_period").textValue()).isEqualTo("30s");
    }

    @Test
    void isWhatTheSchemasOfItsReadersAllow() throws Exception {
        Path checks = Path.of("src/test/deploy");
        assumeTrue(
                Tools.isOnPath("node") && Files.isDirectory(checks.resolve("node_modules")),
                "Skipped: needs node, and npm ci in src/test/deploy");

        Tools.run(checks, List.of("node", "check.js"));
    }

    @Test
    void asksDependabotOnlyForFoldersThatAreThere() {
        JsonNode updates = DeployTest.yaml(Path.of(".github/dependabot.yml")).get("updates");

        assertThat(updates).isNotEmpty().allSatisfy(update -> {
            JsonNode folders = update.has("directories")
                    ? update.get("directories")
                    : JSON.createArrayNode().add(update.get("directory"));
            folders.forEach(folder ->
                    assertThat(Path.of(folder.textValue().substring(1))).isDirectory());
        });
    }

    private static String version(String name) throws IOException {
        return DeployTest.find("<" + name + ".version>(.+?)</", Path.of("pom.xml"))
                .group(1);
    }
}
