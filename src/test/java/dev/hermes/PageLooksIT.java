package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.dev.Axe;
import dev.hermes.dev.Chromium;
import dev.hermes.dev.DevStack;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the pages look, light and dark, wide and narrow: pictures in {@code target/screenshots}, and nothing that axe-core minds. */
class PageLooksIT {

    private static final Logger LOG = LoggerFactory.getLogger(PageLooksIT.class);
    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final List<String> NOTIFICATIONS = List.of(
            "{\"user_id\":\"shop\",\"room_id\":\"lobby\",\"data\":{\"type\":\"order\",\"title\":\"Order 17 shipped\","
                    + "\"text\":\"It should arrive on Thursday.\",\"level\":\"success\"}}",
            "{\"user_id\":\"grace\",\"room_id\":\"lobby\",\"data\":\"Good morning, everyone\"}",
            "{\"user_id\":\"ci\",\"room_id\":\"lobby\",\"data\":{\"type\":\"deploy\",\"title\":\"Deploy of checkout failed\","
                    + "\"text\":\"Two of five instances did not start.\",\"level\":\"error\",\"build\":{\"number\":1204}}}");

    private static DevStack stack;

    private World world;
    private ChromeDriver browser;

    @BeforeAll
    static void start() {
        Chromium.assumeInstalled();
        stack = Stacks.start(Path.of(""), Map.of());
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @BeforeEach
    void open() {
        world = new World(stack);
        browser = Chromium.open();
        browser.manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
    }

    @AfterEach
    void close() {
        browser.quit();
        world.close();
    }

    @ParameterizedTest
    @CsvSource({"light, 1200, 800", "light, 400, 800", "dark, 1200, 800", "dark, 400, 800"})
    void demo(String scheme, int width, int height) throws IOException {
        show("/?user=ada&room=lobby", scheme, width, height);
        browser.findElement(By.id("connect")).click();
        await("return document.body.dataset.state === 'connected'");
        NOTIFICATIONS.forEach(world::send);
        await("return document.querySelectorAll('.notification').length === 3");

        assertThat(look("demo-" + scheme + "-" + width, width)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"light, 1200, 1500", "light, 400, 2600", "dark, 1200, 1500", "dark, 400, 2600"})
    void console(String scheme, int width, int height) throws Exception {
        WebSocketClient ada = world.joinSince("ada", "lobby", "now");
        world.join("grace", "lobby");
        world.join("alan", "attic");
        ada.frame();
        show("/console", scheme, width, height);
        await("return document.querySelectorAll('#rooms button').length === 2");
        browser.findElement(By.cssSelector("#rooms button")).click();
        await("return document.querySelectorAll('#connections tr').length === 2");
        browser.findElement(By.id("watch")).click();
        await("return watching.textContent === 'watching'");
        NOTIFICATIONS.forEach(world::send);
        await("return live.childElementCount === 3");
        browser.findElement(By.id("again")).click();
        await("return past.childElementCount >= 3");
        await("return figures.textContent.includes('Queue') && graph.naturalWidth > 0");
        await("return document.querySelector('.line').getAttribute('d').split('L').length > 3");

        assertThat(look("console-" + scheme + "-" + width, width)).isEmpty();
    }

    private void show(String path, String scheme, int width, int height) {
        browser.manage().window().setSize(new Dimension(width, height));
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        browser.executeCdpCommand("Emulation.setScrollbarsHidden", Map.of("hidden", true));
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", scheme),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
        browser.get("http://127.0.0.1:" + stack.settings().get("hermes.gateway.port") + path);
    }

    /** Takes a picture, and returns what is wrong with the page. */
    private List<String> look(String name, int width) throws IOException {
        browser.executeScript("scrollTo(0, 0)");
        Files.createDirectories(PICTURES);
        Files.write(PICTURES.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
        assertThat(browser.executeScript("return document.documentElement.scrollWidth"))
                .as("the width without scrolling sideways")
                .isEqualTo((long) width);
        if (!Axe.isInstalled()) {
            LOG.warn("Not checked with axe-core, which is not installed: npm ci in client/");
            return List.of();
        }
        return Axe.findings(browser);
    }

    private void await(String condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> Boolean.TRUE.equals(browser.executeScript(condition)));
    }
}
