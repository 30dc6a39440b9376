package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hermes.dev.Chromium;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;

/** What docs/frameworks.md shows, in a real browser with the real frameworks. */
class FrameworksIT {

    private static final Path CLIENT = Path.of("client");
    private static final Path BUNDLER =
            CLIENT.resolve("node_modules/.bin/esbuild").toAbsolutePath();

    private World world;
    private ChromeDriver browser;

    @TempDir
    private Path folder;

    @BeforeAll
    static void needs() {
        Chromium.assumeInstalled();
    }

    @BeforeEach
    void open() {
        world = new World(Stacks.shared());
        browser = Chromium.open();
        // Any document of the gateway, so that the client meets it at its own origin.
        browser.get("http://127.0.0.1:" + world.settings().get("hermes.gateway.port") + "/client/hermes-client.js");
    }

    @AfterEach
    void close() {
        browser.quit();
        world.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"react", "vue", "stimulus"})
    void show(String framework) throws Exception {
        assumeTrue(Files.isExecutable(BUNDLER), "Skipped: this test needs npm ci in client/");
        browser.executeScript(
                "window.hermesOptions = { url: new URL('/dev', location.href).href, token: arguments[0] }",
                world.token("ada", framework));

        browser.executeScript(bundle(framework));

        assertShows(framework);
        browser.executeScript("leave()");
        eventually()
                .until(() -> browser.findElements(By.cssSelector("#orders li")).isEmpty());
    }

    @Test
    void showInPlainHtml() throws IOException {
        browser.executeScript(
                "const token = arguments[0], other = fetch;"
                        + "window.fetch = (url, ...rest) =>"
                        + " url === '/notification-token' ? Promise.resolve(new Response(token)) : other(url, ...rest);"
                        + "document.open(); document.write(arguments[1]); document.close()",
                world.token("ada", "plain"),
                Files.readString(CLIENT.resolve("frameworks/plain.html")));

        assertShows("plain");
    }

    @Test
    void areDocumentedAsTheyAreTested() throws IOException {
        String page = Files.readString(Path.of("docs/frameworks.md"));

        try (Stream<Path> files = Files.list(CLIENT.resolve("frameworks"))) {
            List<Path> snippets = files.filter(Files::isRegularFile).toList();
            assertThat(snippets).hasSize(4);
            for (Path snippet : snippets) {
                assertThat(page).contains(Files.readString(snippet));
            }
        }
    }

    private void assertShows(String room) {
        eventually().until(() -> !browser.findElements(By.cssSelector("#orders[data-state=open]"))
                .isEmpty());
        for (String data :
                List.of("{\"type\":\"chat\",\"title\":\"Hello\"}", "{\"type\":\"order\",\"title\":\"<i>17</i>\"}")) {
            world.send("{\"room_id\":\"" + room + "\",\"data\":" + data + "}");
        }
        eventually().untilAsserted(() -> assertThat(
                        browser.findElement(By.id("orders")).getText())
                .isEqualTo("<i>17</i>"));
    }

    private String bundle(String framework) throws IOException, InterruptedException {
        Path bundle = folder.resolve(framework + ".js");
        List<String> command = new ArrayList<>(List.of(
                BUNDLER.toString(),
                "frameworks/pages/" + framework + ".js",
                "--bundle",
                "--format=iife",
                "--log-level=error"));
        command.add("--alias:hermes-client=./dist/hermes-client.js");
        command.add("--define:process.env.NODE_ENV=\"development\"");
        command.add("--outfile=" + bundle);
        Process process = new ProcessBuilder(command)
                .directory(CLIENT.toFile())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
        return Files.readString(bundle);
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions();
    }
}
