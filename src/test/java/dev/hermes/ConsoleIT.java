package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.dev.ApiCall;
import dev.hermes.dev.Chromium;
import dev.hermes.dev.DevStack;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.nio.file.Path;
import java.time.Duration;
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
import org.openqa.selenium.chrome.ChromeDriver;

/** The console in a real browser. */
class ConsoleIT {

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
    }

    @AfterEach
    void close() {
        browser.quit();
        world.close();
    }

    @Test
    void showsNodesRoomsFiguresAndRules() {
        world.join("ada", "lobby");
        world.join("grace", "lobby");

        open(stack);

        eventually().untilAsserted(() -> {
            assertThat(text("status")).isEqualTo("ready");
            assertThat(text("rooms")).isEqualTo("lobby 2");
            assertThat(text("nodes"))
                    .contains(stack.settings().get("hermes.node.endpoint"), "(this node)")
                    .endsWith("up");
            assertThat(text("figures")).contains("Connections\n2\n");
            assertThat(text("rules")).contains("The rules of the start are running");
            assertThat(browser.executeScript("return graph.naturalWidth > 100")).isEqualTo(true);
        });
        assertThat(Chromium.complaints(browser)).isEmpty();
    }

    @Test
    void showsWhatIsSentToARoomWhileItIsWatched() throws Exception {
        WebSocketClient ada = world.join("ada", "lobby");
        open(stack);
        openRoom("lobby");
        browser.findElement(By.id("watch")).click();
        eventually().untilAsserted(() -> assertThat(text("watching")).isEqualTo("watching"));

        fill("data", "{\"n\": \"<b>1</b>\"}");
        browser.findElement(By.cssSelector("#send button")).click();

        eventually().untilAsserted(() -> assertThat(text("live")).contains("\"console\"{\"n\":\"<b>1</b>\"}"));
        assertThat(ada.frame()).isEqualTo("{\"user_id\":\"console\",\"data\":{\"n\":\"<b>1</b>\"}}");
        assertThat(browser.getPageSource()).doesNotContain("eyJ");
        assertThat(Chromium.complaints(browser)).isEmpty();
    }

    @Test
    void showsTheHistoryOfARoom() throws Exception {
        WebSocketClient ada = world.joinSince("ada", "attic", "now");
        ada.frame();
        world.send("{\"user_id\":\"shop\",\"room_id\":\"attic\",\"data\":\"first\"}");
        ada.frame();

        open(stack);
        openRoom("attic");

        eventually().untilAsserted(() -> assertThat(text("past")).contains("\"shop\"\"first\""));
        assertThat(text("members")).isEqualTo("1 connection on all nodes: ada");
    }

    @Test
    void closesAConnectionAtTheSecondClick() throws Exception {
        WebSocketClient ada = world.join("ada", "cellar");
        open(stack);
        openRoom("cellar");
        eventually().untilAsserted(() -> assertThat(text("connections")).startsWith("ada "));

        WebElement close = browser.findElement(By.cssSelector("#connections button"));
        close.click();
        assertThat(ada.isOpen()).isTrue();
        close.click();

        assertThat(ada.closeCode()).isEqualTo(1000);
        eventually().untilAsserted(() -> assertThat(text("connections")).isEmpty());
    }

    @Test
    void asksForTheKeyPairWhereCallsMustBeSigned() throws Exception {
        try (DevStack signed = Stacks.start(Path.of(""), Map.of("HERMES_GATEWAY_CONSOLE", "signed"));
                World there = new World(signed)) {
            there.join("ada", "the lobby/2");
            open(signed);
            fill("keyid", signed.settings().get("hermes.connections-api.access-key-id"));
            fill("secret", "wrong");
            browser.findElement(By.cssSelector("#keys button")).click();
            eventually().untilAsserted(() -> assertThat(text("why")).contains("refused"));

            fill("secret", signed.settings().get("hermes.connections-api.secret-access-key"));
            browser.findElement(By.cssSelector("#keys button")).click();

            eventually().untilAsserted(() -> assertThat(text("rooms")).isEqualTo("the lobby/2 1"));
            openRoom("the lobby/2");
            eventually().untilAsserted(() -> assertThat(text("members")).isEqualTo("1 connection on all nodes: ada"));
            assertThat(browser.findElement(By.id("keys")).isDisplayed()).isFalse();
        }
    }

    @Test
    void servesNobodyElseWithoutASignature() throws Exception {
        ApiCall call = new ApiCall(stack.settings(), "GET", "/dev/@console/overview");

        assertThat(call.unsigned().send().statusCode()).isEqualTo(403);
        assertThat(call.header("X-Hermes-Console", "yes").send().statusCode()).isEqualTo(200);
        assertThat(call.header("Origin", "http://evil.example").send().statusCode())
                .isEqualTo(403);
    }

    @Test
    void isNotThereUnlessItIsAskedFor() throws Exception {
        try (DevStack without = Stacks.start(Path.of(""), Map.of("HERMES_GATEWAY_CONSOLE", "off"))) {
            ApiCall page = new ApiCall(without.settings(), "GET", "/console").unsigned();
            ApiCall overview = new ApiCall(without.settings(), "GET", "/dev/@console/overview");
            ApiCall room = new ApiCall(without.settings(), "GET", "/dev/@rooms/lobby").unsigned();

            assertThat(page.send().statusCode()).isEqualTo(404);
            assertThat(overview.send().statusCode()).isEqualTo(404);
            assertThat(room.header("X-Hermes-Console", "yes").send().statusCode())
                    .isEqualTo(403);
        }
    }

    private void open(DevStack which) {
        browser.get("http://127.0.0.1:" + which.settings().get("hermes.gateway.port") + "/console");
    }

    private void openRoom(String name) {
        eventually().until(() -> browser.findElement(By.id("roompanel")).isDisplayed());
        fill("room", name);
        browser.findElement(By.cssSelector("#open button")).click();
        eventually().untilAsserted(() -> assertThat(text("roomtitle")).isEqualTo("Room " + name));
    }

    private void fill(String id, String text) {
        WebElement field = browser.findElement(By.id(id));
        field.clear();
        field.sendKeys(text);
    }

    private String text(String id) {
        return browser.findElement(By.id(id)).getText();
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(40)).ignoreExceptions();
    }
}
