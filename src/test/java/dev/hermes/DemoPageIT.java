package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.dev.Chromium;
import dev.hermes.dev.DevStack;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;

/** The demo page in a real browser. */
class DemoPageIT {

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
        browser.get(page("ada"));
    }

    @AfterEach
    void close() {
        browser.quit();
        world.close();
    }

    @Test
    void showsWhatIsPutOnTheQueueByItsType() {
        connect();

        world.send("{\"user_id\":\"shop\",\"room_id\":\"lobby\",\"data\":\"Good <b>morning</b> ☕\"}");
        world.send("{\"user_id\":\"shop\",\"room_id\":\"lobby\",\"data\":"
                + "{\"type\":\"order\",\"title\":\"Order 17 shipped\",\"level\":\"success\"}}");
        world.send("{\"user_id\":\"shop\",\"room_id\":\"lobby\",\"data\":[1,2]}");

        eventually().untilAsserted(() -> {
            assertThat(content("string")).contains("Good <b>morning</b> ☕");
            assertThat(content("order")).contains("Order 17 shipped");
            assertThat(content("array")).isNotBlank();
        });
        assertThat(browser.findElement(By.id("count")).getText()).contains("3");
        assertThat(Chromium.complaints(browser)).isEmpty();
    }

    @Test
    void showsInBothTabsWhatOneSends() {
        connect();
        String first = browser.getWindowHandle();
        browser.switchTo().newWindow(WindowType.TAB);
        browser.get(page("grace"));
        connect();

        browser.findElement(By.id("message")).sendKeys("Hello from grace");
        browser.findElement(By.id("send")).click();

        eventually().untilAsserted(() -> assertThat(content("string")).contains("Hello from grace"));
        browser.switchTo().window(first);
        eventually().untilAsserted(() -> {
            assertThat(content("string")).contains("Hello from grace");
            assertThat(browser.findElement(By.cssSelector(".notification")).getDomAttribute("data-user"))
                    .isEqualTo("grace");
        });
    }

    @Test
    void leavesAndForgetsTheConnection() {
        connect();
        assertThat(world.rows("lobby")).hasSize(1);

        browser.findElement(By.id("connect")).click();

        awaitState("disconnected");
        eventually().untilAsserted(() -> assertThat(world.rows("lobby")).isEmpty());
    }

    private void connect() {
        browser.findElement(By.id("connect")).click();
        awaitState("connected");
    }

    private void awaitState(String state) {
        eventually().untilAsserted(() -> assertThat(
                        browser.findElement(By.id("status")).getDomAttribute("data-state"))
                .isEqualTo(state));
    }

    private String content(String type) {
        List<WebElement> shown =
                browser.findElements(By.cssSelector(".notification[data-type='" + type + "'] .content"));
        return shown.isEmpty() ? "" : shown.get(0).getText();
    }

    private String page(String user) {
        return "http://127.0.0.1:" + world.settings().get("hermes.gateway.port") + "/?room=lobby&user=" + user;
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreExceptions();
    }
}
