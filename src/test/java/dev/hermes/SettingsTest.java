package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @Test
    void takeASecretFromItsOwnVariableAsItIs() throws IOException {
        Settings settings = load(Map.of("HERMES_ACCESS_JWT_SECRET", "\n{{a}} $1\r\n"));

        assertThat(settings.get("hermes.access.jwt-secret")).isEqualTo("{{a}} $1");
        assertThat(settings.problems()).isEmpty();
        assertThat(settings.properties().values())
                .noneMatch(value -> value.toString().contains("$1"));
    }

    @Test
    void readAFileWithAByteOrderMarkAndOneInLatin1() throws IOException {
        Files.writeString(folder.resolve("application.properties"), "\uFEFFhermes.gateway.stage = beta\n");
        assertThat(load(Map.of()).get("hermes.gateway.stage")).isEqualTo("beta");

        Files.writeString(
                folder.resolve("application.properties"), "shop.name = Blücher\n", StandardCharsets.ISO_8859_1);
        assertThat(load(Map.of()).get("shop.name")).isEqualTo("Blücher");
    }

    @Test
    void writeIpv6AddressesInBrackets() throws IOException {
        assertThat(load(Map.of("HERMES_GATEWAY_HOST", "::1")).get("hermes.node.endpoint"))
                .isEqualTo("http://[::1]:8080/dev");
        assertThat(load(Map.of("HERMES_GATEWAY_HOST", "::")).get("hermes.node.endpoint"))
                .matches("http://([0-9.]+|\\[[0-9a-f:%.]+]):8080/dev")
                .doesNotContain("[::]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://0.0.0.0/dev", "http://0.0.0.0:80/dev", "http://[::]/dev", "http://[0:0:0:0:0:0:0:0]:80"})
    void putThisMachinesAddressInThePlaceOfAll(String endpoint) throws IOException {
        assertThat(load(Map.of("HERMES_NODE_ENDPOINT", endpoint)).get("hermes.node.endpoint"))
                .startsWith("http://")
                .doesNotContain("0.0.0.0", "[::]", "0:0:0:0");
    }

    @Test
    void takeAnEmptyEndpointAsTheDefault() throws IOException {
        assertThat(load(Map.of("HERMES_NODE_ENDPOINT", "", "HERMES_GATEWAY_PORT", "81"))
                        .get("hermes.node.endpoint"))
                .isEqualTo("http://127.0.0.1:81/dev");
    }

    @Test
    void sayWhereEachValueComesFrom() throws IOException {
        Files.writeString(folder.resolve("application.properties"), "hermes.gateway.stage = beta\n");

        Settings settings = load(Map.of("HERMES_GATEWAY_PORT", "81", "HERMES_JWT_SECRET", "secret"));

        assertThat(settings.source("hermes.gateway.stage")).isEqualTo("application.properties");
        assertThat(settings.source("hermes.gateway.port")).isEqualTo("HERMES_GATEWAY_PORT");
        assertThat(settings.source("hermes.access.jwt-secret")).isEqualTo("HERMES_JWT_SECRET");
        assertThat(settings.source("hermes.tokens.table")).isEqualTo("default");
    }

    @Test
    void areReadInATurkishLocale() throws IOException {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertThat(load(Map.of("HERMES_NOTIFICATIONS_MAX_IN_FLIGHT", "7"))
                            .number("hermes.notifications.max-in-flight"))
                    .isEqualTo(7);
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "{{hermes.gateway.stage}}",
                "a{{hermes.gateway.stage}}b{{hermes.gateway.port}}",
                "{{no.such.key:default}}",
                "{{no.such.key:}}",
                "{{env:PATH}}",
                "{{env:NO_SUCH_VARIABLE:x}}",
                "{{hermes.node.endpoint}}",
                "} {",
                "$1 \\ #"
            })
    void agreeWithCamel(String text) throws Exception {
        Settings settings = Settings.load(folder, System.getenv()).with("my.key", text);

        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getPropertiesComponent().setInitialProperties(settings.properties());
            camel.start();
            assertThat(settings.get("my.key")).isEqualTo(camel.resolvePropertyPlaceholders("{{my.key}}"));
        }
    }

    private Settings load(Map<String, String> environment) throws IOException {
        return Settings.load(folder, environment);
    }
}
