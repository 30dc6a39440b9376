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
import org.openqa.selenium.Dimension;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;

/** The demo page in a real browser. */
class DemoPageIT {

    private static DevStack stack;
    private static Server hermes;

    private World world;
    private ChromeDriver browser;

    @BeforeAll
    static void start() {
        Chromium.assumeInstalled();
        stack = Stacks.start(Path.of(""), Map.of());
        hermes = stack.hermes();
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            hermes.close();
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

    @Test
    void comesBackAtAClickOnceTheServerIsBack() {
        connect();

        hermes.close();
        awaitState("reconnecting");
        assertThat(browser.findElement(By.id("now")).isDisplayed()).isTrue();
        hermes = Server.start(stack.settings());
        eventually().until(() -> {
            if (!state().equals("connected")) {
                browser.findElement(By.id("now")).click();
            }
            return state().equals("connected");
        });

        assertThat(browser.findElement(By.id("now")).isDisplayed()).isFalse();
        world.send("{\"room_id\":\"lobby\",\"data\":\"back again\"}");
        eventually().untilAsserted(() -> assertThat(content("string")).contains("back again"));
    }

    @Test
    void keepsUserAndRoomOverAReload() {
        fill("user", "grace");
        fill("room", "attic & loft");
        connect();

        browser.navigate().refresh();

        awaitState("connected");
        assertThat(browser.findElement(By.id("hint")).getText()).contains("grace", "attic & loft");
    }

    @Test
    void showsACommandThatWorksBesideThisServer() throws Exception {
        fill("room", "it's");
        connect();
        eventually().untilAsserted(() -> assertThat(
                        browser.findElement(By.id("command")).getDomProperty("textContent"))
                .contains("HERMES_AWS_SQS_ENDPOINT=" + stack.sqs().endpoint()));
        String command = browser.findElement(By.id("curl")).getDomProperty("textContent");

        int exitCode = new ProcessBuilder("bash", "-c", command.replaceFirst("^curl ", "curl -fsS "))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();

        assertThat(exitCode).as(command).isZero();
        eventually().untilAsserted(() -> assertThat(content("order")).contains("Order 17 shipped"));
    }

    @Test
    void sendsNumbersAsTheyWereTyped() {
        connect();

        fill("message", "[12.50,12345678901234567890]");
        browser.findElement(By.id("send")).click();

        eventually().untilAsserted(() -> assertThat(content("array")).contains("12.50", "12345678901234567890"));
    }

    @Test
    void showsTheFeedFirstOnAPhone() {
        browser.manage().window().setSize(new Dimension(400, 800));
        connect();
        world.send("{\"room_id\":\"lobby\",\"data\":\"first\"}");
        eventually().untilAsserted(() -> assertThat(content("string")).contains("first"));

        assertThat(top("feed")).isLessThan(top("compose"));
        assertThat(top("compose")).isLessThan(top("join"));
        assertThat(browser.executeScript("return document.documentElement.scrollWidth > innerWidth"))
                .isEqualTo(false);
    }

    private int top(String id) {
        return browser.findElement(By.id(id)).getLocation().getY();
    }

    private void fill(String id, String text) {
        WebElement field = browser.findElement(By.id(id));
        field.clear();
        field.sendKeys(text);
    }

    private String state() {
        return browser.findElement(By.id("status")).getDomAttribute("data-state");
    }

    private void connect() {
        browser.findElement(By.id("connect")).click();
        awaitState("connected");
    }

    private void awaitState(String state) {
        eventually().untilAsserted(() -> assertThat(state()).isEqualTo(state));
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
