package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hermes.dev.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Holds the numbers and names in deploy/ to those of Hermes and its image. */
class DeployTest {

    private static final Path KUBERNETES = Path.of("deploy/kubernetes");
    private static final int FOR_WHAT_IS_IN_FLIGHT = 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Settings defaults = Settings.load(Path.of("src/test"), Map.of());
    private final JsonNode deployment = manifest("deployment.yaml");
    private final JsonNode pod = deployment.at("/spec/template/spec");
    private final JsonNode container = pod.at("/containers/0");

    DeployTest() throws IOException {}

    @Test
    void givesAPodTheTimeThatItsStopTakesAndAMargin() {
        assertThat(pod.get("terminationGracePeriodSeconds").intValue())
                .isGreaterThanOrEqualTo(drain() + FOR_WHAT_IS_IN_FLIGHT + 5);
    }

    @Test
    void givesATaskOfEcsTheTimeThatItsStopTakes() throws IOException {
        Matcher stopTimeout = find("stopTimeout = (\\d+)", Path.of("deploy/aws/service.tf"));

        assertThat(Integer.parseInt(stopTimeout.group(1))).isGreaterThanOrEqualTo(drain() + FOR_WHAT_IS_IN_FLIGHT);
    }

    @Test
    void saysInProseWhatTheStopTakes() throws IOException {
        String readme = Files.readString(KUBERNETES.resolve("README.md"));

        assertThat(readme)
                .containsPattern(
                        "drain-delay-seconds`.* \\| " + defaults.number("hermes.gateway.drain-delay-seconds") + " \\|")
                .containsPattern("drain-seconds`.* \\| " + defaults.number("hermes.gateway.drain-seconds") + " \\|")
                .contains("| `terminationGracePeriodSeconds` | " + pod.get("terminationGracePeriodSeconds") + " |");
    }

    @Test
    void opensThePortsThatHermesListensOn() {
        assertThat(port("gateway")).isEqualTo(defaults.number("hermes.gateway.port"));
        assertThat(port("management")).isEqualTo(defaults.number("hermes.management.port"));
        assertThat(manifest("service.yaml").at("/spec/ports/0/targetPort").textValue())
                .isEqualTo("gateway");
    }

    @ParameterizedTest
    @ValueSource(strings = {"startupProbe live", "livenessProbe live", "readinessProbe ready"})
    void asksTheManagementPortForHealth(String probe) {
        String[] nameAndPath = probe.split(" ");

        JsonNode request = container.at("/" + nameAndPath[0] + "/httpGet");
        assertThat(request.get("path").textValue()).isEqualTo("/observe/health/" + nameAndPath[1]);
        assertThat(request.get("port").textValue()).isEqualTo("management");
    }

    @Test
    void tellsOtherNodesTheAddressOfThePod() {
        JsonNode address = variable("POD_IP");
        String endpoint = variable("HERMES_NODE_ENDPOINT").get("value").textValue();

        assertThat(address.at("/valueFrom/fieldRef/fieldPath").textValue()).isEqualTo("status.podIP");
        assertThat(endpoint)
                .isEqualTo("http://$(POD_IP):" + defaults.get("hermes.gateway.port") + "/$(HERMES_GATEWAY_STAGE)");
        assertThat(manifest("settings.yaml").at("/data/HERMES_GATEWAY_STAGE").textValue())
                .isEqualTo(defaults.get("hermes.gateway.stage"));
    }

    @Test
    void runsAsTheUserOfTheImageAndMountsRulesWhereItReadsThem() throws IOException {
        Path dockerfile = Path.of("Dockerfile");
        Matcher user = find("(?m)^USER (\\d+):(\\d+)$", dockerfile);
        Matcher folder = find("(?m)^WORKDIR (/hermes)$", dockerfile);

        assertThat(pod.at("/securityContext/runAsUser").asText()).isEqualTo(user.group(1));
        assertThat(pod.at("/securityContext/runAsGroup").asText()).isEqualTo(user.group(2));
        assertThat(container.at("/volumeMounts/0/mountPath").textValue()).isEqualTo(folder.group(1) + "/routes");
        assertThat(pod.at("/volumes/0/configMap/name").textValue()).isEqualTo("hermes-rules");
    }

    @Test
    void selectsThePodsThatItMakes() {
        JsonNode labels = deployment.at("/spec/template/metadata/labels");

        assertThat(labels).isNotEmpty();
        assertThat(deployment.at("/spec/selector/matchLabels")).isEqualTo(labels);
        assertThat(manifest("service.yaml").at("/spec/selector")).isEqualTo(labels);
        assertThat(manifest("disruption-budget.yaml").at("/spec/selector/matchLabels"))
                .isEqualTo(labels);
        assertThat(pod.at("/topologySpreadConstraints/0/labelSelector/matchLabels"))
                .isEqualTo(labels);
    }

    @Test
    void namesEveryManifestInItsKustomization() throws IOException {
        JsonNode resources = manifest("kustomization.yaml").get("resources");

        try (Stream<Path> files = Files.list(KUBERNETES)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".yaml") && !name.equals("kustomization.yaml")))
                    .containsExactlyInAnyOrder(JSON.convertValue(resources, String[].class));
        }
    }

    @Test
    void isABaseThatKustomizeBuilds(@TempDir Path folder) throws Exception {
        assumeTrue(Tools.isOnPath("kubectl"), "Skipped: kubectl is not installed");
        Path base = Files.createSymbolicLink(folder.resolve("base"), KUBERNETES.toAbsolutePath());
        Files.writeString(folder.resolve("kustomization.yaml"), "resources: [base]\ncomponents: [base/monitoring]\n");

        Tools.run(folder, List.of("kubectl", "kustomize", base.toRealPath().toString()));
        Tools.run(folder, List.of("kubectl", "kustomize", "."));
    }

    @Test
    void scrapesEveryPodOnItsManagementPort() {
        JsonNode monitor = manifest("monitoring/service-monitor.yaml");
        JsonNode service = manifest("monitoring/service.yaml");

        assertThat(service.at("/spec/selector")).isEqualTo(deployment.at("/spec/template/metadata/labels"));
        assertThat(service.at("/spec/ports/0/targetPort").textValue()).isEqualTo("management");
        assertThat(service.at("/spec/ports/0/port").intValue()).isEqualTo(port("management"));
        assertThat(monitor.at("/spec/selector/matchLabels")).isEqualTo(service.at("/metadata/labels"));
        assertThat(monitor.at("/spec/endpoints/0/port")).isEqualTo(service.at("/spec/ports/0/name"));
        assertThat(monitor.at("/spec/endpoints/0/path").textValue()).isEqualTo("/observe/metrics");
    }

    @Test
    void givesTheOperatorTheAlertsOfPrometheus() {
        assertThat(manifest("monitoring/alerts.yaml").get("spec"))
                .isEqualTo(yaml(Path.of("deploy/prometheus/alerts.yaml")));
    }

    private int drain() {
        return defaults.number("hermes.gateway.drain-delay-seconds") + defaults.number("hermes.gateway.drain-seconds");
    }

    private int port(String name) {
        return element("ports", name).get("containerPort").intValue();
    }

    private JsonNode variable(String name) {
        return element("env", name);
    }

    private JsonNode element(String list, String name) {
        for (JsonNode element : container.get(list)) {
            if (element.get("name").textValue().equals(name)) {
                return element;
            }
        }
        throw new AssertionError(list + " of the container has no " + name);
    }

    static Matcher find(String pattern, Path file) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
        assertThat(matcher.find()).as("%s in %s", pattern, file).isTrue();
        return matcher;
    }

    private static JsonNode manifest(String name) {
        return yaml(KUBERNETES.resolve(name));
    }

    static JsonNode yaml(Path file) {
        try {
            return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)));
        } catch (IOException e) {
            throw new AssertionError(file + " cannot be read", e);
        }
    }
}
