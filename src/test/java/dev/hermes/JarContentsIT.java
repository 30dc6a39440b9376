package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What is handed on with the jar beside its classes: licences, and the list of its parts for scanners. */
class JarContentsIT {

    private static final String PARTS = "META-INF/sbom/hermes.cdx.json";
    private static final Path JAR = Path.of("target/hermes.jar");

    @Test
    void holdsItsOwnLicence() throws IOException {
        assertThat(read("LICENSE")).isEqualTo(Files.readString(Path.of("LICENSE")));
    }

    @Test
    void namesTheLicenceOfEachPart() throws IOException {
        assertThat(read("META-INF/THIRD-PARTY.txt"))
                .contains(
                        "org.apache.camel:camel-main",
                        "org.mindrot:jbcrypt",
                        "io.opentelemetry:opentelemetry-exporter-otlp",
                        "software.amazon.awssdk:sqs")
                .doesNotContainIgnoringCase("unknown license");
    }

    @Test
    void listsItsPartsAndNoneOfTheTests() throws IOException {
        List<String> parts = parts().get("components").findValuesAsText("name");

        assertThat(parts)
                .contains("camel-main", "jbcrypt", "opentelemetry-exporter-sender-jdk", "sqs", "vertx-core")
                .doesNotContain("DynamoDBLocal", "assertj-core", "opentelemetry-proto", "okhttp");
    }

    @Test
    void showsNoSignOfWhenAndWhereItWasBuilt() throws IOException {
        String dayOfRelease = DeployTest.find("outputTimestamp>(.+?):00Z</", Path.of("pom.xml"))
                .group(1);

        assertThat(parts().get("metadata").has("timestamp")).isFalse();
        assertThat(read("META-INF/MANIFEST.MF")).doesNotContain("Build-Time", "Built-By");
        try (ZipFile jar = new ZipFile(JAR.toFile())) {
            assertThat(jar.getEntry("dev/hermes/Hermes.class").getTimeLocal()).hasToString(dayOfRelease);
        }
    }

    private static JsonNode parts() throws IOException {
        try (ZipFile jar = new ZipFile(JAR.toFile())) {
            assumeTrue(jar.getEntry(PARTS) != null, "Skipped: built offline, where the list of parts is not made");
        }
        return new ObjectMapper().readTree(read(PARTS));
    }

    private static String read(String name) throws IOException {
        try (ZipFile jar = new ZipFile(JAR.toFile())) {
            return new String(jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
