package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    @TempDir
    private Path folder;

    @Test
    void startFromTheDefaults() throws IOException {
        assertThat(load(Map.of()).number("hermes.gateway.port")).isEqualTo(8080);
    }

    @Test
    void takeFromTheFolderWhatItNamesAndTheRestFromTheDefaults() throws IOException {
        Files.writeString(folder.resolve("application.properties"), "hermes.gateway.port = 81\n");

        Settings settings = load(Map.of());

        assertThat(settings.number("hermes.gateway.port")).isEqualTo(81);
        assertThat(settings.get("hermes.gateway.stage")).isEqualTo("dev");
    }

    @Test
    void letTheEnvironmentOverrideEveryKey() throws IOException {
        Files.writeString(folder.resolve("application.properties"), "hermes.aws.sqs-endpoint = http://file\n");

        assertThat(load(Map.of("HERMES_AWS_SQS_ENDPOINT", "http://environment")).get("hermes.aws.sqs-endpoint"))
                .isEqualTo("http://environment");
    }

    @Test
    void takeSecretsFromTheEnvironment() throws IOException {
        assertThat(load(Map.of("HERMES_JWT_SECRET", "{{a}} $1")).get("hermes.access.jwt-secret"))
                .isEqualTo("{{a}} $1");
        assertThat(load(Map.of()).get("hermes.access.jwt-secret")).isEmpty();
    }

    @Test
    void putValuesIntoOthers() throws IOException {
        assertThat(load(Map.of("HERMES_GATEWAY_STAGE", "beta")).get("hermes.node.endpoint"))
                .isEqualTo("http://127.0.0.1:8080/beta");
    }

    @Test
    void nameAnAddressOfThisMachineWhereItListensOnAll() throws IOException {
        assertThat(load(Map.of("HERMES_GATEWAY_HOST", "0.0.0.0")).get("hermes.node.endpoint"))
                .matches("http://[0-9a-f.:]+:8080/dev")
                .doesNotContain("0.0.0.0");
    }

    @Test
    void sayWhichKeyIsNoNumber() throws IOException {
        Settings settings = load(Map.of("HERMES_GATEWAY_PORT", "eighty"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.number("hermes.gateway.port"))
                .withMessage("hermes.gateway.port is 'eighty', but must be a whole number");
    }

    private Settings load(Map<String, String> environment) throws IOException {
        return Settings.load(folder, environment);
    }
}
